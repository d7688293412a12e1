package dev.nodeready.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {
  @ParameterizedTest
  @CsvSource({"90s,PT1M30S,1m30s", "5m,PT5M,5m", "1h30m,PT1H30M,1h30m", "500ms,PT0.5S,500ms"})
  void reads_what_people_write_and_writes_it_again(String text, String iso, String again) {
    assertThat(Durations.parse(text)).hasToString(iso);
    assertThat(Durations.format(Durations.parse(text))).isEqualTo(again);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "5", "s", "-5s", "5 s", "1d", "0s", "9999999999s", "169h", "5sm", "1.5s"})
  void refuses_anything_else(String text) {
    assertThatThrownBy(() -> Durations.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + text + "'");
  }
}
