package dev.nodeready.host;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;

/**
 * Runs file operations that a stop must not tear apart: Java closes a channel under a thread that
 * is interrupted, so the operation is done again and the interrupt is kept for afterwards.
 */
final class Uninterrupted {
  private Uninterrupted() {}

  /** An operation that may be repeated from its start. */
  @FunctionalInterface
  interface Repeatable<T> {
    T run() throws IOException;
  }

  static <T> T call(Repeatable<T> operation) throws IOException {
    boolean interrupted = Thread.interrupted();
    try {
      for (; ; ) {
        try {
          return operation.run();
        } catch (ClosedByInterruptException e) {
          interrupted |= Thread.interrupted();
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
