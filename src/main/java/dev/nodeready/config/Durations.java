package dev.nodeready.config;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

/**
 * Durations as people write them: numbers with units, such as {@code 90s}, {@code 500ms} or {@code
 * 1h30m}.
 */
public final class Durations {
  private static final Duration LONGEST = Duration.ofDays(7);

  private Durations() {}

  /**
   * Reads a duration.
   *
   * @return more than zero, at most seven days
   * @throws IllegalArgumentException with a message for people
   */
  public static Duration parse(String text) {
    Duration sum = Duration.ZERO;
    int at = 0;
    while (at < text.length()) {
      int digits = span(text, at, true);
      int letters = span(text, digits, false);
      if (digits == at || letters == digits || digits - at > 9) {
        throw wrong(text);
      }
      long number = Long.parseLong(text.substring(at, digits));
      sum = sum.plus(number, unit(text, text.substring(digits, letters)));
      at = letters;
    }
    if (!sum.isPositive() || sum.compareTo(LONGEST) > 0) {
      throw wrong(text);
    }
    return sum;
  }

  /**
   * Writes a duration so that {@link #parse} reads it again; parts of a millisecond are dropped.
   */
  public static String format(Duration time) {
    StringBuilder text = new StringBuilder();
    part(text, time.toHours(), "h");
    part(text, time.toMinutesPart(), "m");
    part(text, time.toSecondsPart(), "s");
    part(text, time.toMillisPart(), "ms");
    return text.isEmpty() ? "0s" : text.toString();
  }

  private static void part(StringBuilder text, long number, String unit) {
    if (number != 0) {
      text.append(number).append(unit);
    }
  }

  private static int span(String text, int from, boolean digits) {
    int at = from;
    while (at < text.length() && (text.charAt(at) >= '0' && text.charAt(at) <= '9') == digits) {
      at++;
    }
    return at;
  }

  private static ChronoUnit unit(String text, String unit) {
    return switch (unit) {
      case "ms" -> ChronoUnit.MILLIS;
      case "s" -> ChronoUnit.SECONDS;
      case "m" -> ChronoUnit.MINUTES;
      case "h" -> ChronoUnit.HOURS;
      default -> throw wrong(text);
    };
  }

  private static IllegalArgumentException wrong(String text) {
    return new IllegalArgumentException(
        "'" + text + "' is no duration; write one such as 90s, 5m or 1h30m, at most 168h");
  }
}
