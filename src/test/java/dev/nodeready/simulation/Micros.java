package dev.nodeready.simulation;

import java.time.Duration;

/** Spans of virtual time, which is counted in microseconds. */
final class Micros {
  static final long MILLI = 1000;
  static final long SECOND = 1000 * MILLI;
  static final long MINUTE = 60 * SECOND;

  private Micros() {}

  static long of(Duration span) {
    return span.toNanos() / 1000;
  }

  static Duration duration(long micros) {
    return Duration.ofNanos(micros * 1000);
  }
}
