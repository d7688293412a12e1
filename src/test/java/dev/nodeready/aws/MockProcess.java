package dev.nodeready.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** A mock of somebody else's that src/test/setup/30-aws-mocks has installed. */
final class MockProcess implements AutoCloseable {
  private final Process process;
  private final int port;

  private MockProcess(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** amazon-ec2-metadata-mock, which wants tokens. */
  static MockProcess metadata() throws Exception {
    int port = freePort();
    return started(
        port,
        Map.of(),
        List.of(
            installed("ec2-metadata-mock-1.13.0/ec2-metadata-mock"),
            "--imdsv2",
            "--hostname",
            "127.0.0.1",
            "--port",
            "" + port));
  }

  /** moto's server, which checks signatures and policies after {@code free} calls. */
  static MockProcess moto(Path home, int free) throws Exception {
    int port = freePort();
    return started(
        port,
        Map.of("HOME", home.toString(), "INITIAL_NO_AUTH_ACTION_COUNT", "" + free),
        List.of(installed("moto-5.2.5/bin/moto_server"), "-H", "127.0.0.1", "-p", "" + port));
  }

  String url() {
    return "http://127.0.0.1:" + port;
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
  }

  private static MockProcess started(
      int port, Map<String, String> environment, List<String> command) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(new ArrayList<>(command))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.environment().putAll(environment);
    MockProcess mock = new MockProcess(builder.start(), port);
    mock.awaitPort();
    return mock;
  }

  private void awaitPort() throws Exception {
    for (int i = 0; i < 300; i++) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        assertThat(socket.isConnected()).isTrue();
        return;
      } catch (IOException e) {
        Thread.sleep(Duration.ofMillis(100));
      }
    }
    close();
    throw new AssertionError("the mock does not listen on " + port);
  }

  private static String installed(String name) {
    String cache = System.getenv("XDG_CACHE_HOME");
    Path base =
        cache == null || cache.isEmpty()
            ? Path.of(System.getProperty("user.home"), ".cache")
            : Path.of(cache);
    Path file = base.resolve("nodeready").resolve(name);
    String message =
        file + " is absent: run src/test/setup/30-aws-mocks; the unit tests use scripted servers";
    if ("true".equals(System.getenv("CI"))) {
      Assertions.assertTrue(Files.isExecutable(file), message);
    }
    Assumptions.assumeTrue(Files.isExecutable(file), message);
    return file.toString();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
