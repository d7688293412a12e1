package dev.nodeready.retry;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/**
 * A time of day as files and messages have it (RFC 3339). A formatter of the JDK's writes the same,
 * and is a large part of what a record and a status file cost a boot to begin with.
 */
public final class Timestamp {
  private Timestamp() {}

  /** In UTC and to the millisecond, such as {@code 2026-01-02T03:04:05.678Z}. */
  public static String of(Instant at) {
    LocalDateTime time =
        LocalDateTime.ofEpochSecond(at.getEpochSecond(), at.getNano(), ZoneOffset.UTC);
    return time.toLocalDate()
        + "T"
        + digits(time.getHour(), 100)
        + ":"
        + digits(time.getMinute(), 100)
        + ":"
        + digits(time.getSecond(), 100)
        + "."
        + digits(time.getNano() / 1_000_000, 1_000)
        + "Z";
  }

  /** The leading one keeps the zeros. */
  private static String digits(int number, int beyond) {
    return String.valueOf(beyond + number).substring(1);
  }
}
