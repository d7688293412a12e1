package dev.nodeready.ready;

import java.time.Duration;

/**
 * Looks once whether something is ready.
 *
 * @param <T> what is known once it is ready
 */
@FunctionalInterface
public interface Probe<T> {
  /**
   * Looks once.
   *
   * @param atMost how long the look may take
   * @throws InterruptedException when the boot is being stopped
   */
  Verdict<T> look(Duration atMost) throws InterruptedException;
}
