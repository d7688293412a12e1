package dev.nodeready.config.toml;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.Locale;

/** Booleans, numbers, dates and times. */
final class TomlNumbers {
  private TomlNumbers() {}

  static Object value(TomlCursor in) throws TomlException {
    String word = in.word();
    if (isDate(word) && in.peek() == ' ' && TomlCursor.isDigit(in.peek(1))) {
      in.next();
      word = word + "T" + in.word();
    }
    return switch (word) {
      case "true" -> true;
      case "false" -> false;
      case "inf", "+inf" -> Double.POSITIVE_INFINITY;
      case "-inf" -> Double.NEGATIVE_INFINITY;
      case "nan", "+nan", "-nan" -> Double.NaN;
      case "" -> throw in.wrong("a value is missing");
      default -> isTime(word) ? time(word, in) : number(word, in);
    };
  }

  private static boolean isDate(String word) {
    return word.length() == 10 && word.charAt(4) == '-' && word.charAt(7) == '-';
  }

  private static boolean isTime(String word) {
    return word.length() > 4
        && TomlCursor.isDigit(word.charAt(0))
        && (word.charAt(2) == ':' || (word.charAt(4) == '-' && word.length() >= 10));
  }

  private static Object time(String word, TomlCursor in) throws TomlException {
    String text = word.toUpperCase(Locale.ROOT);
    if (!isWhole(text)) {
      throw in.wrong("'" + word + "' is no date or time");
    }
    try {
      if (text.charAt(2) == ':') {
        return LocalTime.parse(text);
      }
      if (text.length() == 10) {
        return LocalDate.parse(text);
      }
      boolean offset = text.endsWith("Z") || text.indexOf('+') > 0 || text.lastIndexOf('-') > 8;
      return offset ? (Object) OffsetDateTime.parse(text) : LocalDateTime.parse(text);
    } catch (DateTimeException e) {
      throw in.wrong("'" + word + "' is no date or time");
    }
  }

  /** Java also takes a dot without a fraction and an offset without minutes. */
  private static boolean isWhole(String time) {
    int point = time.indexOf('.');
    boolean fraction =
        point < 0 || (point + 1 < time.length() && TomlCursor.isDigit(time.charAt(point + 1)));
    int sign = Math.max(time.indexOf('+'), time.lastIndexOf('-'));
    boolean offset = sign < 10 || (time.length() == sign + 6 && time.charAt(sign + 3) == ':');
    return fraction && offset;
  }

  private static Object number(String word, TomlCursor in) throws TomlException {
    int sign = word.startsWith("+") || word.startsWith("-") ? 1 : 0;
    if (sign == 0 && word.length() > 2 && word.charAt(0) == '0') {
      int radix =
          switch (word.charAt(1)) {
            case 'x' -> 16;
            case 'o' -> 8;
            case 'b' -> 2;
            default -> 10;
          };
      if (radix != 10) {
        return whole(word, 2, radix, in);
      }
    }
    if (isFloat(word)) {
      return decimal(word, sign, in);
    }
    return whole(word, sign, 10, in);
  }

  private static boolean isFloat(String word) {
    return word.indexOf('.') >= 0 || word.indexOf('e') >= 0 || word.indexOf('E') >= 0;
  }

  private static Long whole(String word, int from, int radix, TomlCursor in) throws TomlException {
    String digits = word.substring(from);
    boolean leadingZero = radix == 10 && digits.length() > 1 && digits.charAt(0) == '0';
    if (leadingZero || !areDigits(digits, radix)) {
      throw in.wrong("'" + word + "' is no value; a text stands in quotes");
    }
    try {
      return Long.parseLong((word.startsWith("-") ? "-" : "") + digits.replace("_", ""), radix);
    } catch (NumberFormatException e) {
      throw in.wrong(word + " is too large for 64 bits");
    }
  }

  /** Whole part, fraction, exponent; underscores only between digits. */
  private static Double decimal(String word, int sign, TomlCursor in) throws TomlException {
    String text = word.substring(sign).toLowerCase(Locale.ROOT);
    int e = text.indexOf('e');
    String exponent = e < 0 ? "0" : text.substring(e + 1);
    exponent =
        exponent.startsWith("+") || exponent.startsWith("-") ? exponent.substring(1) : exponent;
    String mantissa = e < 0 ? text : text.substring(0, e);
    int point = mantissa.indexOf('.');
    String whole = point < 0 ? mantissa : mantissa.substring(0, point);
    String fraction = point < 0 ? "0" : mantissa.substring(point + 1);
    boolean leadingZero = whole.length() > 1 && whole.charAt(0) == '0';
    if (leadingZero
        || !areDigits(whole, 10)
        || !areDigits(fraction, 10)
        || !areDigits(exponent, 10)) {
      throw in.wrong("'" + word + "' is no number");
    }
    double number = Double.parseDouble(word.replace("_", ""));
    if (Double.isInfinite(number)) {
      throw in.wrong("'" + word + "' is beyond all numbers");
    }
    return number;
  }

  private static boolean areDigits(String text, int radix) {
    char before = '_';
    for (int at = 0; at < text.length(); at++) {
      char c = text.charAt(at);
      boolean digit = c < 0x80 && Character.digit(c, radix) >= 0;
      if (!digit && !(c == '_' && before != '_')) {
        return false;
      }
      before = c;
    }
    return before != '_';
  }
}
