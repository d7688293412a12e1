package dev.nodeready.cri;

import dev.nodeready.Needs;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** A server that speaks HTTP only and says so to whoever begins with TLS, off loopback. */
public final class PlainServer implements AutoCloseable {
  private static final byte[] REFUSAL =
      "HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final ServerSocket server;

  private PlainServer(ServerSocket server) {
    this.server = server;
  }

  /** Listens on an address of this machine. */
  public static PlainServer start() throws IOException {
    PlainServer plain = new PlainServer(new ServerSocket(0, 50, address()));
    Thread.ofPlatform().daemon().name("plain").start(plain::serve);
    return plain;
  }

  /** One off loopback; a machine without one is of no use to the test. */
  public static InetAddress address() throws IOException {
    Optional<InetAddress> address =
        NetworkInterface.networkInterfaces()
            .flatMap(NetworkInterface::inetAddresses)
            .filter(each -> each instanceof Inet4Address && !each.isLoopbackAddress())
            .findFirst();
    Needs.that(address.isPresent(), "no address but loopback here");
    return address.orElseThrow();
  }

  /** Address and port. */
  public String host() {
    return server.getInetAddress().getHostAddress() + ":" + server.getLocalPort();
  }

  private void serve() {
    while (!server.isClosed()) {
      try (Socket socket = server.accept()) {
        int _ = socket.getInputStream().read();
        socket.getOutputStream().write(REFUSAL);
      } catch (IOException gone) {
        // Whoever came has left, or the server is closed.
      }
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
