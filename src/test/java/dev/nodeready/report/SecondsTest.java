package dev.nodeready.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecondsTest {
  @ParameterizedTest
  @ValueSource(longs = {0, 1, 67, 999, 1_000, 1_250, -1, -1_250, 1_780_000_000_042L})
  void they_read_as_the_jdk_writes_them(long millis) {
    assertThat(Seconds.of(Duration.ofMillis(millis)))
        .isEqualTo(Seconds.of(Instant.ofEpochMilli(millis)))
        .isEqualTo(BigDecimal.valueOf(millis, 3).toPlainString());
    assertThat(Seconds.ofNanos(millis * 1_000 + 7))
        .isEqualTo(BigDecimal.valueOf((millis * 1_000 + 7) / 1_000, 6).toPlainString());
  }
}
