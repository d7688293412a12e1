package dev.nodeready.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExitCodeTest {
  @ParameterizedTest
  @CsvSource({
    "CONFIG_VALUE_INVALID, true, 78",
    "CONFIG_SOURCE_UNREADABLE, false, 75",
    "PLAN_UNKNOWN_STEP, true, 2",
    "AWS_IMDS_UNREACHABLE, false, 75",
    "AWS_CREDENTIALS_INVALID, true, 1",
    "AWS_PERMISSION_DENIED, true, 75",
  })
  void lets_only_what_a_later_run_may_cure_be_tried_again(Code code, boolean permanent, int exit) {
    assertThat(ExitCode.of(new Failure(code, permanent, "t", "h", "r"))).isEqualTo(exit);
  }
}
