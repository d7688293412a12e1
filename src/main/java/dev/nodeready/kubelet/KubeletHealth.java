package dev.nodeready.kubelet;

import dev.nodeready.catalogue.Code;
import dev.nodeready.config.kubelet.KubeletSettings;
import dev.nodeready.failure.Failure;
import dev.nodeready.failure.Words;
import dev.nodeready.ready.Probe;
import dev.nodeready.ready.Verdict;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * Asks kubelet's health endpoint ({@code /healthz}, by default on 127.0.0.1:10248). A plain socket
 * and one request of HTTP/1.0: the answer is a few bytes, and an HTTP client would cost a boot more
 * than all its looks.
 */
public final class KubeletHealth implements Probe<String> {
  /** kubelet's default {@code healthzPort}. */
  private static final int DEFAULT_PORT = 10248;

  /** A connection within a machine takes microseconds. */
  private static final Duration TAKEN = Duration.ofSeconds(1);

  private static final int MOST_ANSWER = 8 << 10;

  private final InetSocketAddress address;

  /** A probe of one kubelet. */
  public KubeletHealth(InetSocketAddress address) {
    this.address = address;
  }

  /**
   * Where kubelet tells its health, by its files and flags; empty where it does not: the endpoint
   * is switched off, or has an address that is none, with which kubelet lives.
   */
  public static Optional<InetSocketAddress> address(KubeletSettings settings) {
    Long port = settings.number("healthzPort");
    int number = port == null ? DEFAULT_PORT : port.intValue();
    String host = settings.text("healthzBindAddress");
    boolean any = host.isEmpty() || host.equals("0.0.0.0") || host.equals("::");
    try {
      InetAddress address = InetAddress.ofLiteral(any ? "127.0.0.1" : host);
      return number > 0 && number < 65_536
          ? Optional.of(new InetSocketAddress(address, number))
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Whether somebody accepts connections there. */
  public static boolean isTaken(InetSocketAddress address) {
    try (Socket socket = new Socket()) {
      socket.connect(address, (int) TAKEN.toMillis());
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public Verdict<String> look(Duration atMost) {
    try {
      return judge(ask(Math.max(1, (int) Math.min(atMost.toMillis(), 60_000))));
    } catch (SocketTimeoutException e) {
      return notYet(Code.KUBELET_SILENT, "it accepts connections but does not answer");
    } catch (IOException e) {
      return notYet(Code.KUBELET_NOT_LISTENING, "nobody answers there: " + Words.of(e));
    }
  }

  private String ask(int millis) throws IOException {
    try (Socket socket = new Socket()) {
      socket.setSoTimeout(millis);
      socket.connect(address, millis);
      String request = "GET /healthz HTTP/1.0\r\nHost: localhost\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readNBytes(MOST_ANSWER), StandardCharsets.UTF_8);
    }
  }

  private Verdict<String> judge(String answer) {
    String statusLine = answer.lines().findFirst().orElse("");
    if (statusLine.matches("HTTP/1\\.[01] 200 .*|HTTP/1\\.[01] 200")) {
      return new Verdict.Ready<>("healthy");
    }
    int body = answer.indexOf("\r\n\r\n");
    String text = body < 0 ? "" : answer.substring(body + 4).strip();
    String said =
        statusLine.isEmpty() ? "it closed the connection" : "it says " + statusLine + " " + text;
    return notYet(Code.KUBELET_UNHEALTHY, said.strip());
  }

  private Verdict<String> notYet(Code code, String happened) {
    String tried = "ask kubelet's health at " + address.getHostString() + ":" + address.getPort();
    return new Verdict.NotYet<>(Failure.passing(code, tried, happened));
  }
}
