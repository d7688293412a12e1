package dev.nodeready.ready;

import java.time.Duration;

/** Says when to look again: an event first, a tick for safety second. */
public interface Trigger extends AutoCloseable {
  /**
   * Returns at the next event, or after {@code atMost}. An event between two calls is not lost: the
   * next call returns at once.
   *
   * @throws InterruptedException when the boot is being stopped, or the trigger is closed meanwhile
   */
  void await(Duration atMost) throws InterruptedException;

  @Override
  default void close() {}
}
