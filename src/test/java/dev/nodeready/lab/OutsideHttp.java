package dev.nodeready.lab;

import dev.nodeready.net.ScriptedServer;
import dev.nodeready.net.ScriptedServer.Asked;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.function.BiFunction;

/**
 * One of the services that speak HTTP. Modes: {@code well}; {@code slow MILLIS}; {@code hang}, no
 * answer; {@code close}, the connection ends at once; {@code cut}, half of the answer; {@code
 * page}, a web page in its place; {@code lies}, other bytes of the same length; a status.
 */
final class OutsideHttp {
  private final String name;
  private final Outside outside;
  private final BiFunction<String, Asked, Reply> content;

  /**
   * A service.
   *
   * @param content what it says to a machine's address that asks for something
   */
  OutsideHttp(String name, Outside outside, BiFunction<String, Asked, Reply> content) {
    this.name = name;
    this.outside = outside;
    this.content = content;
  }

  /**
   * An answer.
   *
   * @param headers lines that end in CRLF
   */
  @SuppressWarnings("ArrayRecordComponent") // a carrier of bytes, never compared
  record Reply(int status, String headers, byte[] body) {
    static Reply of(int status, String headers, String body) {
      return new Reply(status, headers, body.getBytes(StandardCharsets.UTF_8));
    }
  }

  void listen(ServerSocket server) {
    Outside.accept(server, name, this::serve);
  }

  private void serve(Socket client) {
    try (client) {
      InputStream in = new BufferedInputStream(client.getInputStream());
      Asked asked = ScriptedServer.read(in);
      String[] mode = outside.asked(client.getInetAddress(), name);
      Reply well = content.apply(client.getInetAddress().getHostAddress(), asked);
      OutputStream out = client.getOutputStream();
      switch (mode[0]) {
        case "well" -> send(out, asked, well, 1);
        case "slow" -> {
          Thread.sleep(Long.parseLong(mode[1]));
          send(out, asked, well, 1);
        }
        case "hang" -> in.transferTo(OutputStream.nullOutputStream());
        case "close" -> {}
        case "cut" -> send(out, asked, well, 2);
        case "page" ->
            send(
                out,
                asked,
                Reply.of(200, "Content-Type: text/html\r\n", "<html><body>Sign in</body></html>"),
                1);
        case "lies" -> send(out, asked, lie(well), 1);
        default -> send(out, asked, OutsideContent.error(name, Integer.parseInt(mode[0])), 1);
      }
    } catch (IOException | InterruptedException e) {
      // The client went away.
    }
  }

  private static Reply lie(Reply well) {
    byte[] other = well.body().clone();
    for (int i = other.length / 2; i < other.length; i++) {
      other[i] ^= 1;
    }
    return new Reply(well.status(), well.headers(), other);
  }

  private static void send(OutputStream out, Asked asked, Reply reply, int part)
      throws IOException {
    byte[] body = reply.body();
    String head =
        "HTTP/1.1 %d X\r\n%sContent-Length: %d\r\nConnection: close\r\n\r\n"
            .formatted(reply.status(), reply.headers(), body.length);
    out.write(head.getBytes(StandardCharsets.US_ASCII));
    if (!asked.line().startsWith("HEAD ")) {
      out.write(body, 0, body.length / part);
    }
    out.flush();
  }
}
