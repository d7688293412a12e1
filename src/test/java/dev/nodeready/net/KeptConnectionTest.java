package dev.nodeready.net;

import static dev.nodeready.net.ScriptedServer.answer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.retry.Time;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A server that tells how often somebody has connected, and answers on until it is told to stop.
 */
@Timeout(20)
class KeptConnectionTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Http.Bounds BOUNDS = new Http.Bounds(MINUTE, MINUTE, MINUTE, 100);

  private final AtomicInteger connections = new AtomicInteger();
  private volatile int answersOfOne = Integer.MAX_VALUE;
  private volatile String headers = "";
  private ServerSocket server;

  @BeforeEach
  void serve() throws IOException {
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual()
        .start(() -> {
          while (!server.isClosed()) {
            try {
              Socket socket = server.accept();
              connections.incrementAndGet();
              Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException e) {
              return;
            }
          }
        });
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  @Test
  void asks_again_on_the_connection_that_has_answered() throws Exception {
    assertThat(asks(3)).isEqualTo(List.of("well", "well", "well"));
    assertThat(connections).hasValue(1);
  }

  @Test
  void connects_anew_where_the_other_side_has_ended_it_meanwhile() throws Exception {
    answersOfOne = 2;
    assertThat(asks(5)).isEqualTo(List.of("well", "well", "well", "well", "well"));
    assertThat(connections).hasValue(3);
  }

  @Test
  void keeps_none_that_the_other_side_says_it_ends() throws Exception {
    headers = "Connection: close\r\n";
    assertThat(asks(2)).isEqualTo(List.of("well", "well"));
    assertThat(connections).hasValue(2);
  }

  @Test
  void keeps_the_connection_of_a_watch_that_ended_in_order() throws Exception {
    try (Http http = Http.ofOneServer(Time.SYSTEM, Tls.of(Map.of()))) {
      for (int i = 0; i < 2; i++) {
        http.follow(request("/watch"), BOUNDS, null, new Nobody());
      }
      assertThat(http.send(request("/"), BOUNDS, null).text()).isEqualTo("well");
    }
    assertThat(connections).hasValue(1);
  }

  private List<String> asks(int times) throws Exception {
    List<String> answers = new ArrayList<>();
    try (Http http = Http.ofOneServer(Time.SYSTEM, Tls.of(Map.of()))) {
      for (int i = 0; i < times; i++) {
        answers.add(http.send(request("/"), BOUNDS, null).text());
      }
    }
    return answers;
  }

  private Http.Request request(String path) {
    URI uri = URI.create("http://127.0.0.1:" + server.getLocalPort() + path);
    return new Http.Request("GET", uri, Map.of(), "");
  }

  private void serve(Socket socket) {
    try (socket) {
      BufferedInputStream in = new BufferedInputStream(socket.getInputStream());
      for (int i = 0; i < answersOfOne; i++) {
        String line = ScriptedServer.read(in).line();
        String text =
            line.contains("watch")
                ? "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\none\r\n0\r\n\r\n"
                : answer(200, headers, "well");
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      // The client has ended it.
    }
  }

  private static final class Nobody implements Http.Follower {
    @Override
    public void opened() {}

    @Override
    public void line(String text) {}
  }
}
