package dev.nodeready.ready;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import dev.nodeready.failure.FailureException;
import dev.nodeready.retry.Deadline;
import dev.nodeready.retry.ManualTime;
import dev.nodeready.retry.Waiting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WaiterTest {
  private static final Duration TICK = Duration.ofSeconds(1);
  private static final Failure ABSENT =
      Failure.passing(Code.CRI_SOCKET_ABSENT, "look", "absent", "wait");
  private static final Failure COMING =
      Failure.passing(Code.CRI_NOT_INITIALIZED, "look", "coming", "wait");

  private final ManualTime time = new ManualTime();
  private final List<Duration> pauses = new ArrayList<>();
  private final List<Waiting> told = new ArrayList<>();
  private final List<Duration> left = new ArrayList<>();
  private final Trigger quiet =
      atMost -> {
        pauses.add(atMost);
        time.advance(atMost);
      };

  @Test
  void goes_on_at_once_when_it_is_ready() throws Exception {
    assertThat(await(10, quiet, new Verdict.Ready<>("yes"))).isEqualTo("yes");
    assertThat(pauses).isEmpty();
    assertThat(told).isEmpty();
  }

  @Test
  void ends_at_once_when_it_never_will_be() {
    assertThatThrownBy(() -> await(10, quiet, new Verdict.Never<>(ABSENT)))
        .isInstanceOfSatisfying(
            FailureException.class, e -> assertThat(e.failure()).isEqualTo(ABSENT));
  }

  @Test
  void looks_again_at_each_tick_while_nothing_happens() throws Exception {
    await(10, quiet, notYet(), notYet(), new Verdict.Ready<>("yes"));
    assertThat(pauses).containsExactly(TICK, TICK);
  }

  @Test
  void looks_less_often_at_what_takes_long() {
    assertThatThrownBy(() -> await(3600, quiet, notYet())).isInstanceOf(FailureException.class);
    assertThat(pauses).hasSizeBetween(360, 440);
    assertThat(pauses.get(19)).isEqualTo(TICK);
    assertThat(pauses.get(400)).isEqualTo(TICK.multipliedBy(10));
    assertThat(told).hasSameSizeAs(pauses);
  }

  @Test
  void looks_again_within_milliseconds_at_what_is_on_its_way() throws Exception {
    await(10, quiet, soon(), soon(), soon(), new Verdict.Ready<>("yes"));
    assertThat(pauses).containsOnly(Duration.ofMillis(1));
  }

  @Test
  void looks_cost_a_fixed_share_of_the_time_that_it_takes() {
    assertThatThrownBy(() -> await(100, quiet, soon())).isInstanceOf(FailureException.class);
    assertThat(pauses.getFirst()).isEqualTo(Duration.ofMillis(1));
    assertThat(pauses.get(pauses.size() - 2)).isBetween(millis(380), millis(400));
  }

  @Test
  void an_event_makes_the_looks_quick_again() throws Exception {
    Trigger eventAfterTenMinutes =
        atMost -> {
          pauses.add(atMost);
          time.advance(
              pauses.size() == 2 ? Duration.ZERO : pauses.size() == 1 ? minutes(10) : atMost);
        };
    await(1000, eventAfterTenMinutes, soon(), soon(), soon(), new Verdict.Ready<>("yes"));
    assertThat(pauses).containsExactly(millis(1), TICK, millis(1));
  }

  @Test
  void a_new_reason_makes_the_looks_quick_again() throws Exception {
    Trigger slow =
        atMost -> {
          pauses.add(atMost);
          time.advance(minutes(1));
        };
    await(1000, slow, notYet(), notYet(), soon(), soon(), new Verdict.Ready<>("yes"));
    assertThat(pauses).containsExactly(TICK, TICK.multipliedBy(3), millis(1), millis(240));
  }

  @Test
  void events_for_ever_make_no_storm() {
    int[] looks = {0};
    Probe<String> probe =
        _ -> {
          looks[0]++;
          return notYet();
        };
    Waiter waiter = new Waiter("the thing", TICK, TICK);
    assertThatThrownBy(
            () -> waiter.await(probe, _ -> {}, Deadline.after(Duration.ofMinutes(5), time)))
        .isInstanceOf(FailureException.class);
    assertThat(looks[0]).isLessThan(8_000);
  }

  @Test
  void reasons_that_change_for_ever_make_no_storm() {
    int[] looks = {0};
    Probe<String> probe = _ -> ++looks[0] % 2 == 0 ? soon() : other();
    Waiter waiter = new Waiter("the thing", TICK, TICK);
    assertThatThrownBy(
            () -> waiter.await(probe, time::sleep, Deadline.after(Duration.ofMinutes(5), time)))
        .isInstanceOf(FailureException.class);
    assertThat(looks[0]).isLessThan(8_000);
  }

  private static Verdict<String> other() {
    return new Verdict.NotYet<>(Failure.passing(Code.CRI_SILENT, "look", "other", "wait"), true);
  }

  @Test
  void tells_each_new_reason_at_once_and_an_old_one_at_each_tick() {
    assertThatThrownBy(() -> await(4, quiet, notYet(), soon()))
        .isInstanceOf(FailureException.class);
    assertThat(told.stream().map(Waiting::because)).startsWith("absent", "coming", "coming");
    assertThat(told).hasSizeBetween(4, 5);
  }

  @Test
  void gives_up_at_the_deadline_with_the_last_reason_and_the_time_waited() {
    assertThatThrownBy(() -> await(3, quiet, notYet()))
        .isInstanceOfSatisfying(
            FailureException.class,
            e -> {
              assertThat(e.failure().code()).isEqualTo(Code.CRI_SOCKET_ABSENT);
              assertThat(e.failure().happened()).isEqualTo("absent (waited 3 s for the thing)");
            });
    assertThat(pauses).containsExactly(TICK, TICK, TICK);
  }

  @Test
  void tells_how_long_it_will_still_wait() {
    assertThatThrownBy(() -> await(3, quiet, notYet())).isInstanceOf(FailureException.class);
    assertThat(told.get(1))
        .returns("the thing", Waiting::subject)
        .returns("absent", Waiting::because);
    assertThat(left).startsWith(Duration.ofSeconds(3), Duration.ofSeconds(2));
  }

  @Test
  void a_look_never_gets_more_time_than_is_left() throws Exception {
    List<Duration> given = new ArrayList<>();
    Probe<String> probe =
        atMost -> {
          given.add(atMost);
          return given.size() < 3 ? notYet() : new Verdict.Ready<>("up");
        };

    new Waiter("the thing", TICK, millis(800), told::add)
        .await(probe, time::sleep, Deadline.after(millis(2500), time));

    assertThat(given).containsExactly(millis(800), millis(800), millis(500));
  }

  /** Looks find these verdicts in turn, then the last one forever. */
  @SafeVarargs
  @SuppressWarnings("varargs")
  private final String await(int seconds, Trigger trigger, Verdict<String>... verdicts)
      throws InterruptedException {
    List<Verdict<String>> left = new ArrayList<>(List.of(verdicts));
    Probe<String> probe = _ -> left.size() == 1 ? left.getFirst() : left.removeFirst();
    return new Waiter("the thing", TICK, TICK, this::tell)
        .await(probe, trigger, Deadline.after(Duration.ofSeconds(seconds), time));
  }

  private static Verdict<String> notYet() {
    return new Verdict.NotYet<>(ABSENT);
  }

  private static Verdict<String> soon() {
    return new Verdict.NotYet<>(COMING, true);
  }

  private static Duration millis(long n) {
    return Duration.ofMillis(n);
  }

  private static Duration minutes(long n) {
    return Duration.ofMinutes(n);
  }

  private void tell(Waiting waiting) {
    told.add(waiting);
    left.add(waiting.left());
  }
}
