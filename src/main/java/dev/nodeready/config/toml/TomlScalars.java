package dev.nodeready.config.toml;

import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;

/** Keys and plain values in the form that nodeadm writes. */
final class TomlScalars {
  private static final String HEX = "0123456789ABCDEF";

  private TomlScalars() {}

  static String key(String key) {
    return isBare(key) ? key : text(key);
  }

  /** A literal in single quotes; in double quotes with escapes where a literal cannot say it. */
  static String text(String text) {
    return needsEscapes(text) ? escaped(text) : "'" + text + "'";
  }

  /** Plain notation with at least one decimal, as Go writes it. */
  static String decimal(double number) {
    if (Double.isNaN(number)) {
      return "nan";
    }
    if (Double.isInfinite(number)) {
      return number > 0 ? "inf" : "-inf";
    }
    if (number == 0) {
      return 1 / number > 0 ? "0.0" : "-0.0";
    }
    String plain = new BigDecimal(Double.toString(number)).stripTrailingZeros().toPlainString();
    return plain.indexOf('.') < 0 ? plain + ".0" : plain;
  }

  static String time(OffsetDateTime time) {
    return time(time.toLocalDateTime()) + time.getOffset().getId();
  }

  static String time(LocalDateTime time) {
    return time.toLocalDate() + "T" + time(time.toLocalTime());
  }

  static String time(LocalTime time) {
    return clock().format(time);
  }

  private static DateTimeFormatter clock() {
    return new DateTimeFormatterBuilder()
        .appendPattern("HH:mm:ss")
        .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
        .toFormatter();
  }

  private static boolean isBare(String key) {
    for (int at = 0; at < key.length(); at++) {
      char c = key.charAt(at);
      boolean bare =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || c == '-'
              || c == '_';
      if (!bare) {
        return false;
      }
    }
    return !key.isEmpty();
  }

  private static boolean needsEscapes(String text) {
    for (int at = 0; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == '\'' || c < 0x20 || c == 0x7f) {
        return true;
      }
    }
    return false;
  }

  private static String escaped(String text) {
    StringBuilder out = new StringBuilder("\"");
    for (int at = 0; at < text.length(); at++) {
      char c = text.charAt(at);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\b' -> out.append("\\b");
        case '\f' -> out.append("\\f");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (c < 0x20 || c == 0x7f) {
            out.append("\\u00").append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
          } else {
            out.append(c);
          }
        }
      }
    }
    return out.append('"').toString();
  }
}
