package dev.nodeready.net;

import java.io.IOException;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** At most one connection that has answered and may be asked again. */
final class Kept implements AutoCloseable {
  private final AtomicReference<@Nullable Socket> socket = new AtomicReference<>();

  /** The connection, which is the caller's from now on; null where there is none. */
  @Nullable Socket take() {
    return socket.getAndSet(null);
  }

  /** Keeps this one in the place of another. */
  void keep(Socket answered) {
    close(socket.getAndSet(answered));
  }

  @Override
  public void close() {
    close(take());
  }

  private static void close(@Nullable Socket former) {
    try {
      if (former != null) {
        former.close();
      }
    } catch (IOException e) {
      // Nobody waits for anything on it.
    }
  }
}
