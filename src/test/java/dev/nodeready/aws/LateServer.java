package dev.nodeready.aws;

import com.sun.net.httpserver.HttpServer;
import dev.nodeready.retry.ManualTime;
import dev.nodeready.retry.Time;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A clock whose twelfth sleep starts a metadata service. */
final class LateServer implements Time, AutoCloseable {
  private final ManualTime time = new ManualTime();
  private final int port;
  private @Nullable HttpServer server;

  LateServer(int port) {
    this.port = port;
  }

  int waits() {
    return time.sleeps().size();
  }

  @Override
  public Instant now() {
    return time.now();
  }

  @Override
  public long nanos() {
    return time.nanos();
  }

  @Override
  public void sleep(Duration pause) throws InterruptedException {
    time.sleep(pause);
    if (waits() == 12) {
      start();
    }
  }

  @Override
  public void close() {
    if (server != null) {
      server.stop(0);
    }
  }

  private void start() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 5);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, 4);
          exchange.getResponseBody().write("late".getBytes(StandardCharsets.UTF_8));
          exchange.close();
        });
    server.start();
  }
}
