package dev.nodeready.kubelet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.ready.Verdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class KubeletHealthTest {
  private static final Duration LONG = Duration.ofSeconds(10);

  @Test
  void answer_200_is_healthy() throws Exception {
    assertThat(lookAtServerThatSays("HTTP/1.0 200 OK\r\n\r\nok", LONG))
        .isInstanceOf(Verdict.Ready.class);
  }

  @Test
  void any_other_answer_is_not_yet_and_its_text_is_kept() throws Exception {
    assertThat(
            code(lookAtServerThatSays("HTTP/1.1 500 Oops\r\nA: b\r\n\r\nfailed syncloop\n", LONG)))
        .isEqualTo("KUBELET_UNHEALTHY: it says HTTP/1.1 500 Oops failed syncloop");
    assertThat(code(lookAtServerThatSays("", LONG)))
        .isEqualTo("KUBELET_UNHEALTHY: it closed the connection");
  }

  @Test
  void a_server_that_accepts_and_says_nothing_is_told_from_one_that_is_not_there()
      throws Exception {
    InetSocketAddress address;
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      address = (InetSocketAddress) server.getLocalSocketAddress();
      assertThat(code(new KubeletHealth(address).look(Duration.ofMillis(50))))
          .startsWith("KUBELET_SILENT");
    }
    assertThat(code(new KubeletHealth(address).look(LONG))).startsWith("KUBELET_NOT_LISTENING");
  }

  private static String code(Verdict<String> verdict) {
    return verdict instanceof Verdict.NotYet<String> notYet
        ? notYet.because().code() + ": " + notYet.because().happened()
        : verdict.toString();
  }

  private static Verdict<String> lookAtServerThatSays(String answer, Duration limit)
      throws Exception {
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Thread thread = Thread.ofVirtual().start(() -> answerOnce(server, answer));
      Verdict<String> verdict =
          new KubeletHealth((InetSocketAddress) server.getLocalSocketAddress()).look(limit);
      thread.join();
      return verdict;
    }
  }

  private static void answerOnce(ServerSocket server, String answer) {
    try (Socket socket = server.accept()) {
      byte[] request = new byte[1024];
      assertThat(socket.getInputStream().read(request)).isPositive();
      assertThat(new String(request, StandardCharsets.US_ASCII))
          .startsWith("GET /healthz HTTP/1.0");
      socket.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
