package dev.nodeready.net;

import static dev.nodeready.net.ScriptedServer.SILENCE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.retry.Time;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An interrupt ends each stage of a call, none of which would end by itself within these tests. */
@Timeout(20)
class HttpTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Http.Bounds PATIENT = new Http.Bounds(HOUR, HOUR, HOUR, 100);

  private final CompletableFuture<String> end = new CompletableFuture<>();

  @Test
  void is_woken_by_an_interrupt_while_it_waits_for_an_answer() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    try (ScriptedServer server =
        new ScriptedServer(a -> {
          asked.countDown();
          return SILENCE;
        })) {
      Thread caller = caller(server.url());
      asked.await();
      caller.interrupt();
      assertThat(end.get()).isEqualTo("InterruptedException");
    }
  }

  @Test
  void is_woken_by_an_interrupt_while_it_shakes_hands() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread caller = caller("https://127.0.0.1:" + server.getLocalPort());
      try (Socket socket = server.accept()) {
        assertThat(socket.getInputStream().read()).isPositive();
        caller.interrupt();
        assertThat(end.get()).isEqualTo("InterruptedException");
      }
    }
  }

  @Test
  void is_woken_by_an_interrupt_while_it_connects() throws Exception {
    List<SocketChannel> others = new ArrayList<>();
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      // Who comes to a full queue gets no answer.
      for (int i = 0; i < 8; i++) {
        SocketChannel other = SocketChannel.open();
        other.configureBlocking(false);
        other.connect(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getLocalPort()));
        others.add(other);
      }
      caller("http://127.0.0.1:" + server.getLocalPort()).interrupt();
      assertThat(end.get()).isEqualTo("InterruptedException");
    } finally {
      for (SocketChannel other : others) {
        other.close();
      }
    }
  }

  private Thread caller(String url) {
    Http http = new Http(Time.SYSTEM, Tls.of(Map.of()));
    return Thread.ofPlatform()
        .daemon()
        .start(() -> {
          try {
            http.send(new Http.Request("GET", URI.create(url), Map.of(), ""), PATIENT, null);
            end.complete("an answer");
          } catch (CallException | InterruptedException e) {
            end.complete(e.getClass().getSimpleName());
          }
        });
  }
}
