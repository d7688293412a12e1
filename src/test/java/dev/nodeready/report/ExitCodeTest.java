package dev.nodeready.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.failure.Failure;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExitCodeTest {
  @ParameterizedTest
  @CsvSource({
    "CONFIG_INVALID, true, 78",
    "CONFIG_SOURCE, false, 75",
    "USAGE_OPTION, true, 2",
    "PLAN_UNKNOWN_STEP, true, 2",
    "AWS_IMDS_UNREACHABLE, false, 75",
    "AWS_CREDENTIALS_INVALID, true, 1",
    "AWS_PERMISSION_DENIED, true, 75",
  })
  void lets_only_what_a_later_run_may_cure_be_tried_again(
      String code, boolean permanent, int exit) {
    assertThat(ExitCode.of(new Failure(code, permanent, "t", "h", "r"))).isEqualTo(exit);
  }
}
