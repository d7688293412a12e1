package dev.nodeready.retry;

import java.time.Duration;

/**
 * Multiples and parts of durations. Those of {@link Duration} itself go by way of {@code
 * BigDecimal}, whose first use works out powers of five with a hundred thousand bits (JDK 25): 20
 * to 30 ms of the CPU, for which whoever needs a pause at that moment waits as well.
 */
public final class Durations {
  private static final long NANOS = 1_000_000_000;

  private Durations() {}

  /** So many times as long; at most a billion times. */
  public static Duration times(Duration time, int factor) {
    return Duration.ofSeconds(
        Math.multiplyExact(time.getSeconds(), (long) factor), (long) time.getNano() * factor);
  }

  /** One of so many equal parts, to the nanosecond below. */
  public static Duration part(Duration time, int parts) {
    long seconds = time.getSeconds();
    return Duration.ofSeconds(seconds / parts, (seconds % parts * NANOS + time.getNano()) / parts);
  }

  /** Twice as long, and no longer than that. */
  public static Duration doubled(Duration time, Duration longest) {
    return shorter(time.plus(time), longest);
  }

  /** The shorter one. */
  public static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
