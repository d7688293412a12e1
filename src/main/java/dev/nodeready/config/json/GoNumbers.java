package dev.nodeready.config.json;

import java.math.BigDecimal;

/** Floating-point numbers as Go's JSON encoder writes them. */
final class GoNumbers {
  private GoNumbers() {}

  /** Plain notation from 1e-6 up to 1e21, else an exponent; whole numbers without a point. */
  static String json(double number) {
    if (Double.isNaN(number) || Double.isInfinite(number)) {
      throw new IllegalArgumentException("JSON has no " + number);
    }
    if (number == 0) {
      return 1 / number > 0 ? "0" : "-0";
    }
    BigDecimal exact = new BigDecimal(Double.toString(number)).stripTrailingZeros();
    double size = Math.abs(number);
    if (size >= 1e-6 && size < 1e21) {
      return exact.toPlainString();
    }
    return exponent(exact);
  }

  private static String exponent(BigDecimal exact) {
    String digits = exact.unscaledValue().abs().toString();
    int exponent = digits.length() - 1 - exact.scale();
    StringBuilder text = new StringBuilder(exact.signum() < 0 ? "-" : "").append(digits.charAt(0));
    if (digits.length() > 1) {
      text.append('.').append(digits, 1, digits.length());
    }
    // Two digits at least for large exponents, one for small ones: Go shortens e-09 to e-9.
    String size = String.valueOf(Math.abs(exponent));
    return text.append(exponent < 0 ? "e-" : "e+").append(size).toString();
  }
}
