package dev.nodeready.tree;

import java.math.BigDecimal;

/**
 * The name of a member whose key is a number with a point, as sigs.k8s.io/yaml makes it: Go's
 * {@code strconv.FormatFloat} with 'g' in 32 bits, and YAML's words for what is none.
 */
final class FloatKey {
  /** Digits before the point from which on Go writes an exponent. */
  private static final int MOST_WHOLE = 6;

  private FloatKey() {}

  static String of(double key) {
    float number = (float) key;
    if (Float.isNaN(number)) {
      return ".nan";
    }
    if (Float.isInfinite(number)) {
      return number > 0 ? ".inf" : "-.inf";
    }
    String sign = Float.floatToRawIntBits(number) < 0 ? "-" : "";
    return sign + (number == 0 ? "0" : text(new BigDecimal(Float.toString(Math.abs(number)))));
  }

  private static String text(BigDecimal number) {
    BigDecimal plain = number.stripTrailingZeros();
    int exponent = plain.precision() - plain.scale() - 1;
    if (exponent >= -4 && exponent < MOST_WHOLE) {
      return plain.toPlainString();
    }
    String digits = plain.unscaledValue().toString();
    return digits.charAt(0)
        + (digits.length() > 1 ? "." + digits.substring(1) : "")
        + "e%s%02d".formatted(exponent < 0 ? "-" : "+", Math.abs(exponent));
  }
}
