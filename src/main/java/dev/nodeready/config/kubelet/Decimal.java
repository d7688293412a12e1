package dev.nodeready.config.kubelet;

import java.math.BigInteger;

/**
 * A decimal number, exactly. {@link java.math.BigDecimal} can do more, but its first use works out
 * powers of five with a hundred thousand bits (JDK 25), for 28 ms of the CPU on the way of each
 * boot.
 *
 * @param unscaled the number without its point
 * @param scale how many of its digits stand behind the point; where negative, how many zeros follow
 *     them
 */
public record Decimal(BigInteger unscaled, int scale) {
  static final Decimal ZERO = of(0);

  /** A whole number. */
  public static Decimal of(long whole) {
    return new Decimal(BigInteger.valueOf(whole), 0);
  }

  /** Digits with a point among them, or before or behind them; no sign. */
  static Decimal parse(String digits) {
    int point = digits.indexOf('.');
    int scale = point < 0 ? 0 : digits.length() - point - 1;
    return new Decimal(new BigInteger("0" + digits.replace(".", "")), scale);
  }

  /** Ten to a power, which may be negative. */
  static Decimal ten(int power) {
    return new Decimal(BigInteger.ONE, -power);
  }

  Decimal plus(Decimal other) {
    int both = Math.max(scale, other.scale);
    return new Decimal(at(both).add(other.at(both)), both);
  }

  /** The product. */
  public Decimal times(Decimal other) {
    return new Decimal(unscaled.multiply(other.unscaled), scale + other.scale);
  }

  Decimal negated() {
    return new Decimal(unscaled.negate(), scale);
  }

  /** -1, 0 or 1. */
  int signum() {
    return unscaled.signum();
  }

  /** Whether it is greater than another. */
  public boolean isAbove(Decimal other) {
    int both = Math.max(scale, other.scale);
    return at(both).compareTo(other.at(both)) > 0;
  }

  /** The number without what stands behind the point. */
  public BigInteger whole() {
    return scale <= 0 ? at(0) : unscaled.divide(BigInteger.TEN.pow(scale));
  }

  private BigInteger at(int wanted) {
    return unscaled.multiply(BigInteger.TEN.pow(wanted - scale));
  }
}
