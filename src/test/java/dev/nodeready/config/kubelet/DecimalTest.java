package dev.nodeready.config.kubelet;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DecimalTest {
  private final Random random = new Random(7);

  @Test
  void it_counts_as_the_jdks_own_does() {
    for (int round = 0; round < 2_000; round++) {
      String first = digits();
      String second = digits();
      int power = random.nextInt(-12, 19);
      Decimal one = Decimal.parse(first).times(Decimal.ten(power));
      Decimal other = Decimal.parse(second).negated();
      BigDecimal sure = new BigDecimal("0" + first).scaleByPowerOfTen(power);
      BigDecimal also = new BigDecimal("0" + second).negate();

      same(one, sure);
      same(one.plus(other), sure.add(also));
      same(one.times(other), sure.multiply(also));
      assertThat(one.isAbove(other.negated())).isEqualTo(sure.compareTo(also.negate()) > 0);
    }
  }

  private static void same(Decimal ours, BigDecimal sure) {
    assertThat(new BigDecimal(ours.unscaled(), ours.scale())).isEqualByComparingTo(sure);
    assertThat(ours.whole()).isEqualTo(sure.toBigInteger());
    assertThat(ours.signum()).isEqualTo(sure.signum());
    assertThat(ours.scale()).isEqualTo(sure.scale());
  }

  /** Some digits, a point among them or not. */
  private String digits() {
    String whole = String.valueOf(random.nextInt(1_000_000));
    return switch (random.nextInt(4)) {
      case 0 -> whole;
      case 1 -> whole + ".";
      case 2 -> "." + whole;
      default -> whole + "." + random.nextInt(1000);
    };
  }
}
