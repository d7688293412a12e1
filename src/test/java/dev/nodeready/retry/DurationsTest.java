package dev.nodeready.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DurationsTest {
  @ParameterizedTest
  @CsvSource({
    "PT0S, 3",
    "PT1S, 1",
    "PT1S, 3",
    "PT0.999999999S, 1000",
    "PT24855H13M14.123456789S, 7",
    "PT-0.5S, 3",
    "PT-7S, 2",
    "PT2562047788015215H30M7.999999999S, 97",
  })
  void parts_and_multiples_are_those_of_the_jdk(Duration time, int number) {
    assertThat(Durations.part(time, number)).isEqualTo(time.dividedBy(number));
    Duration part = time.dividedBy(number);
    assertThat(Durations.times(part, number)).isEqualTo(part.multipliedBy(number));
  }

  @Test
  void many_times_a_part_of_a_second_are_whole_ones() {
    assertThat(Durations.times(Duration.ofNanos(999_999_999), 1000))
        .isEqualTo(Duration.ofSeconds(999, 999_999_000));
  }

  @Test
  void what_does_not_fit_into_a_duration_is_refused() {
    assertThatThrownBy(() -> Durations.times(Duration.ofSeconds(Long.MAX_VALUE), 2))
        .isInstanceOf(ArithmeticException.class);
  }

  @Test
  void a_pause_that_doubles_stays_at_the_longest() {
    Duration longest = Duration.ofMillis(50);

    assertThat(Durations.doubled(Duration.ofMillis(20), longest)).hasMillis(40);
    assertThat(Durations.doubled(Duration.ofMillis(40), longest)).hasMillis(50);
    assertThat(Durations.doubled(longest, longest)).hasMillis(50);
  }
}
