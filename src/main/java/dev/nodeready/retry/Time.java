package dev.nodeready.retry;

import java.time.Duration;
import java.time.Instant;

/** The clock and the sleeper of the product; tests bring one that moves only when told. */
public interface Time {
  /** The machine's clock and a real sleep. */
  Time SYSTEM = new SystemTime();

  /** Time of day, for reports only: it may jump. */
  Instant now();

  /** Nanoseconds on a clock that never goes back; only differences mean something. */
  long nanos();

  /**
   * Lets time pass.
   *
   * @throws InterruptedException when the boot is being stopped
   */
  void sleep(Duration time) throws InterruptedException;
}
