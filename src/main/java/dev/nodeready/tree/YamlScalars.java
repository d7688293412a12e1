package dev.nodeready.tree;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * What a plain YAML scalar means, by the rules of YAML 1.1 as nodeadm's parser has them: {@code
 * yes} is true, {@code 010} is eight, {@code 1_000} is a thousand, a date is a text.
 */
final class YamlScalars {
  private static final String TAG = "tag:yaml.org,2002:";

  private YamlScalars() {}

  /** The value of an unquoted scalar. */
  static @Nullable Object plain(String text) {
    return switch (text) {
      case "", "~", "null", "Null", "NULL" -> null;
      case "y", "Y", "yes", "Yes", "YES", "on", "On", "ON", "true", "True", "TRUE" -> true;
      case "n", "N", "no", "No", "NO", "off", "Off", "OFF", "false", "False", "FALSE" -> false;
      case ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF" -> Double.POSITIVE_INFINITY;
      case "-.inf", "-.Inf", "-.INF" -> Double.NEGATIVE_INFINITY;
      case ".nan", ".NaN", ".NAN" -> Double.NaN;
      default -> number(text);
    };
  }

  /**
   * The value of a scalar with an explicit tag.
   *
   * @throws IllegalArgumentException when the text is not what the tag says
   */
  static @Nullable Object tagged(String tag, String text) {
    return switch (tag) {
      case TAG + "int" -> expect(plain(text), Long.class, tag);
      case TAG + "float" -> asDouble(plain(text), tag);
      case TAG + "bool" -> expect(plain(text), Boolean.class, tag);
      case TAG + "null" -> {
        if (plain(text) != null) {
          throw wrong(tag);
        }
        yield null;
      }
      case TAG + "binary" ->
          new String(Base64.getMimeDecoder().decode(text), StandardCharsets.UTF_8);
      default -> text;
    };
  }

  private static Object expect(@Nullable Object value, Class<?> type, String tag) {
    if (value == null || !type.isInstance(value)) {
      throw wrong(tag);
    }
    return value;
  }

  private static Double asDouble(@Nullable Object value, String tag) {
    if (!(value instanceof Number number)) {
      throw wrong(tag);
    }
    return number.doubleValue();
  }

  private static IllegalArgumentException wrong(String tag) {
    return new IllegalArgumentException("the value is no !!" + tag.substring(TAG.length()));
  }

  private static Object number(String text) {
    char first = text.charAt(0);
    if (first == '.') {
      return decimal(text, text);
    }
    if (first != '+' && first != '-' && (first < '0' || first > '9')) {
      return text;
    }
    String digits = text.replace("_", "");
    Long whole = whole(digits);
    if (whole != null) {
      return whole;
    }
    return decimal(digits, text);
  }

  /** The number, or the text as it was written where it is none or beyond all numbers. */
  private static Object decimal(String digits, String text) {
    if (!isDecimal(digits)) {
      return text;
    }
    double number = Double.parseDouble(digits);
    return Double.isInfinite(number) ? (Object) text : (Object) number;
  }

  private static @Nullable Long whole(String text) {
    int sign = text.startsWith("+") || text.startsWith("-") ? 1 : 0;
    int radix = 10;
    int from = sign;
    if (text.length() > sign + 1 && text.charAt(sign) == '0') {
      radix =
          switch (text.charAt(sign + 1)) {
            case 'x', 'X' -> 16;
            case 'o', 'O' -> 8;
            case 'b', 'B' -> 2;
            default -> 0;
          };
      from += radix == 0 ? 1 : 2;
      radix = radix == 0 ? 8 : radix;
    }
    if (from >= text.length() || !allDigits(text, from, radix)) {
      return null;
    }
    try {
      return Long.parseLong((text.startsWith("-") ? "-" : "") + text.substring(from), radix);
    } catch (NumberFormatException tooLong) {
      return null;
    }
  }

  private static boolean allDigits(String text, int from, int radix) {
    for (int at = from; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c > 'z' || Character.digit(c, radix) < 0) {
        return false;
      }
    }
    return true;
  }

  /** Sign, digits with at most one point among them, exponent. */
  private static boolean isDecimal(String text) {
    int at = text.startsWith("+") || text.startsWith("-") ? 1 : 0;
    int whole = digits(text, at);
    int end = whole;
    if (end < text.length() && text.charAt(end) == '.') {
      end = digits(text, end + 1);
    }
    boolean hasDigits = whole > at || end > whole + 1;
    if (!hasDigits) {
      return false;
    }
    if (end < text.length() && (text.charAt(end) == 'e' || text.charAt(end) == 'E')) {
      int exponent = end + 1;
      if (exponent < text.length() && "+-".indexOf(text.charAt(exponent)) >= 0) {
        exponent++;
      }
      end = digits(text, exponent);
      return end > exponent && end == text.length();
    }
    return end == text.length();
  }

  private static int digits(String text, int from) {
    int at = from;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    return at;
  }
}
