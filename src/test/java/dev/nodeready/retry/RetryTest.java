package dev.nodeready.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import dev.nodeready.failure.FailureException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetryTest {
  private static final RetryPolicy POLICY =
      new RetryPolicy(
          Duration.ofSeconds(60), Duration.ofSeconds(1), Duration.ofSeconds(8), 2, false);

  private final ManualTime time = new ManualTime();

  @Test
  void pauses_grow_by_the_factor_up_to_the_longest() throws Exception {
    List<Integer> attempts = new ArrayList<>();

    String answer =
        Retry.with(POLICY)
            .run(
                Deadline.after(Duration.ofMinutes(5), time),
                (number, deadline) -> {
                  attempts.add(number);
                  if (number < 6) {
                    throw passing();
                  }
                  return "done";
                });

    assertThat(answer).isEqualTo("done");
    assertThat(attempts).containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(time.sleeps())
        .containsExactly(seconds(1), seconds(2), seconds(4), seconds(8), seconds(8));
  }

  @Test
  void a_permanent_failure_ends_it_at_the_first_attempt() {
    assertThatThrownBy(() ->
            Retry.with(POLICY)
                .run(
                    Deadline.after(Duration.ofMinutes(5), time),
                    (number, deadline) -> {
                      throw Failure.permanent(Code.CONFIG_NONE, "x", "no", "stop").asException();
                    }))
        .isInstanceOf(FailureException.class);
    assertThat(time.sleeps()).isEmpty();
  }

  @Test
  void an_event_ends_the_pause_behind_the_failure_that_it_belongs_to() throws Exception {
    List<String> paused = new ArrayList<>();

    int attempts =
        Retry.with(POLICY)
            .pausing((failed, pause, t) -> paused.add(failed.failure().code() + " " + pause))
            .run(
                Deadline.after(Duration.ofMinutes(5), time),
                (number, deadline) -> {
                  if (number < 3) {
                    throw passing();
                  }
                  return number;
                });

    assertThat(attempts).isEqualTo(3);
    assertThat(paused).containsExactly("AWS_THROTTLED PT1S", "AWS_THROTTLED PT2S");
    assertThat(time.nanos()).isZero();
  }

  @Test
  void a_failure_of_many_has_pauses_of_its_own_and_the_next_one_the_usual() throws Exception {
    RetryPolicy slower = POLICY.amongMany(seconds(20));
    Retry.with(POLICY)
        .pausingBy(failure -> failure.code() == Code.AWS_THROTTLED ? slower : POLICY)
        .run(
            Deadline.after(Duration.ofMinutes(5), time),
            (number, deadline) -> {
              if (number < 4) {
                throw number == 2
                    ? Failure.passing(Code.AWS_API_UNAVAILABLE, "x", "busy").asException()
                    : passing();
              }
              return number;
            });
    assertThat(time.sleeps()).containsExactly(seconds(4), seconds(2), seconds(16));
  }

  @Test
  void pauses_among_many_begin_later_and_are_never_shorter_than_the_usual() {
    assertThat(POLICY.amongMany(seconds(60)).pauseAfter(1, () -> 1)).isEqualTo(seconds(4));
    assertThat(POLICY.amongMany(seconds(60)).pauseAfter(9, () -> 1)).isEqualTo(seconds(60));
    assertThat(POLICY.amongMany(seconds(2)).pauseAfter(9, () -> 1)).isEqualTo(seconds(8));
    RetryPolicy quick = RetryPolicy.doubling(seconds(60), seconds(1), seconds(2));
    assertThat(quick.amongMany(seconds(2)).first()).isEqualTo(seconds(2));
    RetryPolicy slow = RetryPolicy.doubling(seconds(60), seconds(10), seconds(30));
    assertThat(slow.amongMany(seconds(20))).isEqualTo(slow);
  }

  @Test
  void attempts_and_pauses_both_count_against_the_budget() {
    List<Integer> attempts = new ArrayList<>();

    assertThatThrownBy(() ->
            Retry.with(POLICY.withBudget(seconds(10)))
                .run(
                    Deadline.after(Duration.ofMinutes(5), time),
                    (number, deadline) -> {
                      attempts.add(number);
                      time.advance(seconds(4));
                      throw passing();
                    }))
        .isInstanceOf(FailureException.class)
        .hasMessageContaining("not now (2 attempts in 9 s; too little time is left for another)");
    // 4 s + 1 s + 4 s leave one second.
    assertThat(attempts).containsExactly(1, 2);
  }

  @Test
  void time_that_was_said_to_be_left_is_used_for_further_attempts() {
    assertThatThrownBy(() ->
            Retry.with(POLICY.withBudget(seconds(10)))
                .run(
                    Deadline.after(Duration.ofMinutes(5), time),
                    (number, deadline) -> {
                      throw passing();
                    }))
        .hasMessageContaining("(5 attempts in 8 s;");
    // Behind 1 s, 2 s and 4 s the pause would be 8 s, and 3 s are left.
    assertThat(time.sleeps())
        .containsExactly(seconds(1), seconds(2), seconds(4), Duration.ofMillis(1500));
  }

  @Test
  void who_asks_for_more_time_than_is_left_is_not_asked_again() {
    assertThatThrownBy(() ->
            Retry.with(POLICY)
                .pausingAtLeast(failure -> seconds(30))
                .run(
                    Deadline.after(seconds(12), time),
                    (number, deadline) -> {
                      throw passing();
                    }))
        .hasMessageContaining("not now (1 attempt in 0 s; 30 s were asked for, and 12 s are left)");
    assertThat(time.sleeps()).isEmpty();
  }

  @Test
  void the_outer_deadline_wins_over_the_policys_budget() {
    assertThatThrownBy(() ->
            Retry.with(POLICY)
                .run(
                    Deadline.after(seconds(2), time),
                    (number, deadline) -> {
                      assertThat(deadline.left()).isLessThanOrEqualTo(seconds(2));
                      throw passing();
                    }))
        .isInstanceOf(FailureException.class);
    assertThat(time.sleeps()).containsExactly(seconds(1));
  }

  @Test
  void each_failed_attempt_that_is_repeated_is_told_with_what_is_left() throws Exception {
    List<String> told = new ArrayList<>();

    Retry.with(POLICY)
        .telling((attempt, failure, pause, left) ->
            told.add(attempt + " " + failure.code() + " " + left))
        .run(
            Deadline.after(seconds(30), time),
            (number, deadline) -> {
              if (number == 1) {
                throw passing();
              }
              return number;
            });

    assertThat(told).containsExactly("1 AWS_THROTTLED PT30S");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void with_full_jitter_a_pause_lies_between_zero_and_its_bound(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    RetryPolicy policy =
        RetryPolicy.doubling(Duration.ofMinutes(1), Duration.ofMillis(500), seconds(20));
    for (int attempt = 1; attempt < 200; attempt++) {
      double bound = Math.min(20_000, 500 * Math.pow(2, attempt - 1));
      assertThat(policy.pauseAfter(attempt, random::nextDouble).toMillis())
          .isBetween(0L, (long) bound);
    }
  }

  @Test
  void a_policy_refuses_values_that_cannot_work() {
    Duration second = seconds(1);
    assertThatThrownBy(() -> new RetryPolicy(Duration.ZERO, second, second, 2, true))
        .hasMessageContaining("budget");
    assertThatThrownBy(() -> new RetryPolicy(second, second, Duration.ofMillis(1), 2, true))
        .hasMessageContaining("longest");
    assertThatThrownBy(() -> new RetryPolicy(second, second, second, 0.5, true))
        .hasMessageContaining("factor");
    assertThatThrownBy(() -> new RetryPolicy(second, second, second, Double.NaN, true))
        .hasMessageContaining("factor");
  }

  private static FailureException passing() {
    return Failure.passing(Code.AWS_THROTTLED, "x", "not now", "wait").asException();
  }

  private static Duration seconds(long n) {
    return Duration.ofSeconds(n);
  }
}
