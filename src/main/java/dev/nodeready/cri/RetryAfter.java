package dev.nodeready.cri;

import java.time.Duration;
import java.util.Locale;

/** How long a registry asked to be left alone, where its answer says so. */
final class RetryAfter {
  private static final String[] WORDS = {
    "retry-after:", "retry-after", "retry after", "try again in"
  };
  private static final int LONGEST_NUMBER = 6;

  private RetryAfter() {}

  /**
   * Reads it out of an error text.
   *
   * @return zero where the text does not say
   */
  static Duration in(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    for (String word : WORDS) {
      int at = lower.indexOf(word);
      if (at >= 0) {
        return number(lower.substring(at + word.length()).stripLeading());
      }
    }
    return Duration.ZERO;
  }

  private static Duration number(String text) {
    int end = 0;
    while (end < text.length() && end < LONGEST_NUMBER && Character.isDigit(text.charAt(end))) {
      end++;
    }
    if (end == 0) {
      return Duration.ZERO;
    }
    long number = Long.parseLong(text.substring(0, end));
    String unit = text.substring(end).stripLeading();
    if (unit.startsWith("ms")) {
      return Duration.ofMillis(number);
    }
    return unit.startsWith("m") ? Duration.ofMinutes(number) : Duration.ofSeconds(number);
  }
}
