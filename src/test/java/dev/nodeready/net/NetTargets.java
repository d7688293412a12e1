package dev.nodeready.net;

import dev.nodeready.fuzz.Target;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;

/** HTTP answers, and the variables that name proxies. */
public final class NetTargets {
  private NetTargets() {}

  public static List<Target> all() {
    return List.of(
        Target.ofBytes("http", NetTargets::answers)
            .from("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello")
            .from("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nA: b\r\n\r\nrest\nof it\n")
            .from(
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;x=y\r\nhello\r\n0\r\nT: r\r\n\r\n")
            .from("HTTP/1.0 404 Not Found\r\nDate: Thu, 01 Jan 2026 00:00:00 GMT\r\n\r\n")
            .with("\r\n", "\n\n", "Content-Length: ", "Transfer-Encoding: chunked\r\n", "HTTP/1.1 ")
            .with("7fffffff", "80000000", "-1", "0\r\n\r\n", " 204 ", ":", "1\r\na\r\n"),
        Target.of("proxies", NetTargets::proxies)
            .from(
                "http://u:p@proxy:3128\n10.0.0.0/8,.internal,*.a.b:80,[::1]:443,*\nhttps://a.internal/x")
            .from("proxy:3128\nfd00::/8,169.254.169.254\nhttps://[fd00::1]:6443/")
            .with(",", ":", "/", "[", "]", "*", ".", "@", "://", "/33", "%", "::", "1.2.3.4/8"));
  }

  private static void answers(byte[] input) {
    ends(() -> AnswerReader.read(new ByteArrayInputStream(input), 4096));
    ends(() -> AnswerReader.readStatus(new ByteArrayInputStream(input)));
    Http.Follower nobody =
        new Http.Follower() {
          @Override
          public void opened() {}

          @Override
          public void line(String text) {}
        };
    ends(() -> AnswerReader.follow(new ByteArrayInputStream(input), 4096, nobody));
  }

  private static void proxies(String text) {
    String[] lines = text.split("\n", 3);
    Map<String, String> environment =
        Map.of(
            "HTTPS_PROXY", lines[0],
            "HTTP_PROXY", lines[0],
            "NO_PROXY", lines.length > 1 ? lines[1] : "");
    Object _ = Proxies.masked(lines[0]);
    Object _ = Proxies.completed(environment, "10.100.0.0/16", lines[lines.length - 1]);
    for (String url :
        List.of("https://a.internal/x", "http://10.0.0.1:80/", "https://[fd00::1]/")) {
      ends(() -> String.valueOf(new ProxyChoice(environment).proxyFor(URI.create(url))));
    }
  }

  private static void ends(Reading reading) {
    try {
      Object _ = reading.read();
    } catch (IOException refused) {
      // That is what the caller tells.
    }
  }

  private interface Reading {
    Object read() throws IOException;
  }
}
