package dev.nodeready.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AttemptsTest {
  @ParameterizedTest
  @CsvSource({
    "1, standard, 1",
    "30, adaptive, 30",
    "' 2 ', Legacy, 2",
    "0, '', 2147483647",
    "-1, '', 2147483647",
    "many, fast, 2147483647",
    "'', '', 2147483647",
  })
  void goes_on_until_time_is_up_unless_a_number_is_given(String most, String mode, int attempts) {
    assertThat(Attempts.of(Map.of("AWS_MAX_ATTEMPTS", most, "AWS_RETRY_MODE", mode)))
        .isEqualTo(attempts);
  }
}
