package dev.nodeready.aws;

import dev.nodeready.net.ScriptedServer.Asked;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;

/** Passes each request on as it is, so that requests to a mock can be counted before it. */
final class Forwarder implements Function<Asked, String> {
  private final int port;

  Forwarder(int port) {
    this.port = port;
  }

  @Override
  public String apply(Asked asked) {
    StringBuilder request = new StringBuilder(asked.line()).append("\r\n");
    asked.headers().forEach((k, v) -> request.append(k).append(": ").append(v).append("\r\n"));
    request.append("\r\n").append(asked.body());
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.getOutputStream().write(request.toString().getBytes(StandardCharsets.UTF_8));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
