package dev.nodeready.systemd;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import jnr.unixsocket.UnixDatagramChannel;
import jnr.unixsocket.UnixSocketAddress;

/** Hears what a service tells systemd, and does nothing about it; see {@code src/package}. */
final class NotifySink {
  private static final int LONGEST = 4096;

  private NotifySink() {}

  /** Listens until it is killed; the one argument is the socket. */
  public static void main(String[] arguments) throws IOException {
    try (UnixDatagramChannel channel = UnixDatagramChannel.open()) {
      channel.bind(new UnixSocketAddress(Path.of(arguments[0]).toFile()));
      for (; ; ) {
        channel.receive(ByteBuffer.allocate(LONGEST));
      }
    }
  }
}
