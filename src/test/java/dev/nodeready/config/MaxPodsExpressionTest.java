package dev.nodeready.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nodeready.config.MaxPodsExpression.Result.Pods;
import dev.nodeready.config.MaxPodsExpression.Result.Refused;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MaxPodsExpressionTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ((default_enis - 1) * (ips_per_eni - 1)) + 2 | 24
          max_pods                                     | 35
          uint(7)                                      | 7
          7.9                                          | 7
          '''12'''                                     | 12
          timestamp('1970-01-01T00:01:00Z')            | 60
          duration('9ns')                              | 9
          max_pods > 30 ? 30 : max_pods                | 30
          size([1, 2, 3].filter(x, x > 1))             | 2
          """)
  void gives_a_number_of_pods(String expression, int pods) {
    assertThat(MaxPodsExpression.evaluate(expression, 3, 12, 35)).isEqualTo(new Pods(pods));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "-1",
        "2147483648",
        "true",
        "null",
        "[1]",
        "{'a': 1}",
        "'x'",
        "0.0 / 0.0",
        "1 / (max_pods - 35)",
        "9223372036854775807 + max_pods",
        "default_eni",
        "1 +",
        ""
      })
  void refuses_what_is_no_number_of_pods(String expression) {
    assertThat(MaxPodsExpression.evaluate(expression, 3, 12, 35)).isInstanceOf(Refused.class);
  }

  @Test
  void names_what_does_not_compile() {
    assertThatThrownBy(() -> MaxPodsExpression.compile("default_eni + 1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("default_eni");
  }

  @Test
  void bounds_what_an_expression_costs() {
    String many = "[0,1,2,3,4,5,6,7,8,9]";
    String nested =
        many
            + ".all(a, "
            + many
            + ".all(b, "
            + many
            + ".all(c, "
            + many
            + ".all(d, "
            + many
            + ".all(e, true))))) ? 1 : 2";

    assertThat(MaxPodsExpression.evaluate(nested, 3, 12, 35)).isInstanceOf(Refused.class);
    assertThat(MaxPodsExpression.evaluate("(".repeat(5000) + "1", 3, 12, 35))
        .isInstanceOf(Refused.class);
  }
}
