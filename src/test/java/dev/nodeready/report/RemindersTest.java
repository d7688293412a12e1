package dev.nodeready.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

class RemindersTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void a_wait_that_goes_on_is_told_at_growing_intervals() {
    assertThat(told(300_000, at -> "absent"))
        .containsExactly(0L, 15_000L, 45_000L, 105_000L, 225_000L);
  }

  @Test
  void a_new_reason_is_told_at_once() {
    assertThat(told(30_000, at -> at < 7_000 ? "absent" : "refused"))
        .containsExactly(0L, 7_000L, 22_000L);
  }

  @Test
  void two_reasons_that_take_turns_by_the_millisecond_make_no_flood() {
    assertThat(told(300_000, at -> at % 2 == 0 ? "refused" : "closed")).hasSize(6);
  }

  @Test
  void reasons_without_end_make_some_ten_lines_in_five_minutes() {
    assertThat(told(300_000, at -> "reason " + at)).hasSizeLessThanOrEqualTo(11);
  }

  @Test
  void the_interval_grows_no_longer_than_five_minutes() {
    List<Long> told = told(3_000_000, at -> "absent");
    assertThat(told.getLast() - told.get(told.size() - 2)).isEqualTo(300_000L);
  }

  /** The milliseconds of those looks that are worth a line. */
  private static List<Long> told(int millis, IntFunction<String> kind) {
    Reminders reminders = new Reminders();
    List<Long> told = new ArrayList<>();
    for (int at = 0; at < millis; at++) {
      if (reminders.due(kind.apply(at), START.plus(Duration.ofMillis(at)))) {
        told.add((long) at);
      }
    }
    return told;
  }
}
