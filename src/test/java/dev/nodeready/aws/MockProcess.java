package dev.nodeready.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A program of somebody else's that src/test/setup/30-aws-mocks has installed. */
final class MockProcess implements AutoCloseable {
  private final Process process;
  private final int port;

  private MockProcess(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** Whether a program is there; else tests run against servers of our own. */
  static boolean installed(String name) {
    return Files.isExecutable(program(name));
  }

  /** Starts a program whose words nobody needs and waits until it listens. */
  static MockProcess started(
      String program, int port, Map<String, String> environment, List<String> arguments)
      throws IOException, InterruptedException {
    return started(program, port, environment, arguments, ProcessBuilder.Redirect.DISCARD);
  }

  /**
   * Starts a program and waits until it listens.
   *
   * @param program below the folder of what tests keep
   * @param port what it is told to listen on
   * @param log what it says goes there
   */
  static MockProcess started(
      String program,
      int port,
      Map<String, String> environment,
      List<String> arguments,
      ProcessBuilder.Redirect log)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(program(program).toString()));
    command.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log);
    builder.environment().putAll(environment);
    MockProcess mock = new MockProcess(builder.start(), port);
    mock.awaitPort();
    return mock;
  }

  int port() {
    return port;
  }

  String url() {
    return "http://127.0.0.1:" + port;
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
  }

  /** A minute and a half: a busy machine takes long to load a Python program. */
  private void awaitPort() throws InterruptedException {
    for (int i = 0; i < 900 && process.isAlive(); i++) {
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

  private static Path program(String name) {
    String cache = System.getenv("XDG_CACHE_HOME");
    Path base =
        cache == null || cache.isEmpty()
            ? Path.of(System.getProperty("user.home"), ".cache")
            : Path.of(cache);
    return base.resolve("nodeready").resolve(name);
  }
}
