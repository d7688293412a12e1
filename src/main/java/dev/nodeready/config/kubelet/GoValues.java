package dev.nodeready.config.kubelet;

import java.math.BigInteger;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads values as Go programs do: booleans, numbers, durations. */
final class GoValues {
  private static final List<String> UNITS = List.of("ns", "us", "µs", "μs", "ms", "s", "m", "h");
  private static final long[] NANOS = {
    1, 1_000, 1_000, 1_000, 1_000_000, 1_000_000_000L, 60_000_000_000L, 3_600_000_000_000L
  };

  private GoValues() {}

  /** A boolean in any of Go's forms; null where it is none. */
  static @Nullable Boolean bool(String text) {
    return switch (text) {
      case "1", "t", "T", "true", "TRUE", "True" -> true;
      case "0", "f", "F", "false", "FALSE", "False" -> false;
      default -> null;
    };
  }

  /** A whole number of so many bits, decimal, hexadecimal, octal or binary; null where none. */
  static @Nullable Long integer(String text, int bits) {
    String digits = text.startsWith("-") || text.startsWith("+") ? text.substring(1) : text;
    int radix = radix(digits);
    String bare = digits.substring(radix == 10 ? 0 : prefix(digits));
    if (bare.isEmpty() || !Character.isLetterOrDigit(bare.charAt(0)) || bare.length() > 64) {
      return null;
    }
    try {
      BigInteger number = new BigInteger(bare.replace("_", ""), radix);
      BigInteger signed = text.startsWith("-") ? number.negate() : number;
      return signed.bitLength() < bits ? signed.longValue() : null;
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /** A level of logging: decimal digits alone, of 31 bits; null where it is none. */
  static @Nullable Long level(String text) {
    if (text.length() > 64 || !text.matches("[0-9]+")) {
      return null;
    }
    BigInteger number = new BigInteger(text);
    return number.bitLength() < 32 ? number.longValue() : null;
  }

  private static int radix(String digits) {
    if (digits.length() < 2 || digits.charAt(0) != '0') {
      return 10;
    }
    return switch (Character.toLowerCase(digits.charAt(1))) {
      case 'x' -> 16;
      case 'b' -> 2;
      default -> 8;
    };
  }

  private static int prefix(String digits) {
    return Character.isLetter(digits.charAt(1)) ? 2 : 1;
  }

  /** A duration such as {@code 1h30m} in nanoseconds; null where it is none. */
  static @Nullable Long nanos(String text) {
    String rest = text.startsWith("-") || text.startsWith("+") ? text.substring(1) : text;
    if (rest.equals("0")) {
      return 0L;
    }
    Decimal sum = Decimal.ZERO;
    do {
      int digits = span(rest, true);
      int unit = digits + span(rest.substring(digits), false);
      int known = UNITS.indexOf(rest.substring(digits, unit));
      String number = rest.substring(0, digits);
      if (known < 0 || number.length() > 30 || !isDecimal(number)) {
        return null;
      }
      sum = sum.plus(Decimal.parse(number).times(Decimal.of(NANOS[known])));
      rest = rest.substring(unit);
    } while (!rest.isEmpty());
    if (sum.isAbove(Decimal.of(Long.MAX_VALUE))) {
      return null;
    }
    long nanos = sum.whole().longValue();
    return text.startsWith("-") ? -nanos : nanos;
  }

  private static boolean isDecimal(String number) {
    return number.length() > (number.indexOf('.') < 0 ? 0 : 1)
        && number.indexOf('.') == number.lastIndexOf('.');
  }

  private static int span(String text, boolean number) {
    int at = 0;
    while (at < text.length() && isNumber(text.charAt(at)) == number) {
      at++;
    }
    return at;
  }

  private static boolean isNumber(char c) {
    return (c >= '0' && c <= '9') || c == '.';
  }

  /**
   * The same time as Go takes it: {@code 60h} for {@code 2d12h}, since it has no days and weeks,
   * {@code 1h30m} for {@code 1h 30m}, {@code 30s} for a bare {@code 30}.
   */
  static @Nullable String withoutDays(String written) {
    String bare = written.replace(" ", "");
    String text = bare.endsWith("d") || nanos(bare + "s") == null ? bare : bare + "s";
    if (nanos(text) != null) {
      return text;
    }
    long hours = 0;
    StringBuilder rest = new StringBuilder();
    int from = 0;
    for (int at = 0; at < text.length(); at++) {
      char c = Character.toLowerCase(text.charAt(at));
      if (isNumber(c)) {
        continue;
      }
      Long number = at - from > 6 ? null : integer(text.substring(from, at), 32);
      if (number == null) {
        return null;
      }
      int each = c == 'd' ? 24 : c == 'w' ? 168 : c == 'h' ? 1 : 0;
      hours += number * each;
      rest.append(each > 0 ? "" : text.substring(from, at + 1));
      from = at + 1;
    }
    String answer = (hours > 0 ? hours + "h" : "") + rest;
    return from == text.length() && nanos(answer) != null ? answer : null;
  }

  /** Nanoseconds as Go prints them, with the units that are not zero. */
  static String duration(long nanos) {
    StringBuilder text = new StringBuilder(nanos < 0 ? "-" : "");
    long left = Math.abs(nanos);
    for (int at : new int[] {7, 6, 5, 4, 1, 0}) {
      if (left / NANOS[at] > 0) {
        text.append(left / NANOS[at]).append(UNITS.get(at));
        left %= NANOS[at];
      }
    }
    return text.length() < 2 ? "0s" : text.toString();
  }
}
