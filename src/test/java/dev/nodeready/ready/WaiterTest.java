package dev.nodeready.ready;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nodeready.failure.Failure;
import dev.nodeready.failure.FailureException;
import dev.nodeready.retry.Deadline;
import dev.nodeready.retry.ManualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

class WaiterTest {
  private static final Failure ABSENT =
      Failure.passing("CRI_SOCKET_ABSENT", "dial", "the socket is not there", "start it");
  private static final Failure GONE =
      Failure.permanent("CRI_UNIT_FAILED", "dial", "the unit has failed", "see its log");

  private final ManualTime time = new ManualTime();
  private final List<Waiting> told = new ArrayList<>();
  private final Waiter waiter =
      new Waiter("containerd", Duration.ofSeconds(1), Duration.ofSeconds(2), told::add);

  @Test
  void goes_on_at_the_first_good_answer() throws Exception {
    String value =
        await(Duration.ofMinutes(1), List.of(notYet(), notYet(), new Verdict.Ready<>("up")));

    assertThat(value).isEqualTo("up");
    assertThat(told).hasSize(2);
    assertThat(told.getLast())
        .isEqualTo(
            new Waiting(
                "containerd",
                "the socket is not there",
                Duration.ofSeconds(1),
                Duration.ofSeconds(59)));
  }

  @Test
  void gives_up_at_once_when_the_probe_says_never() {
    assertThatThrownBy(
            () -> await(Duration.ofMinutes(1), List.of(notYet(), new Verdict.Never<String>(GONE))))
        .isInstanceOfSatisfying(
            FailureException.class, e -> assertThat(e.failure()).isEqualTo(GONE));
    assertThat(time.nanos()).isEqualTo(Duration.ofSeconds(1).toNanos());
  }

  @Test
  void when_time_is_over_the_last_reason_is_the_failure() {
    assertThatThrownBy(
            () -> await(Duration.ofSeconds(3), List.of(notYet(), notYet(), notYet(), notYet())))
        .isInstanceOfSatisfying(
            FailureException.class,
            e -> {
              assertThat(e.failure().code()).isEqualTo("CRI_SOCKET_ABSENT");
              assertThat(e.failure().happened())
                  .isEqualTo("the socket is not there (waited 3 s for containerd)");
            });
  }

  @Test
  void a_look_never_gets_more_time_than_is_left() throws Exception {
    List<Duration> given = new ArrayList<>();
    Probe<String> probe =
        atMost -> {
          given.add(atMost);
          return given.size() < 3 ? notYet() : new Verdict.Ready<>("up");
        };

    waiter.await(probe, time::sleep, Deadline.after(Duration.ofMillis(2500), time));

    assertThat(given)
        .containsExactly(Duration.ofSeconds(2), Duration.ofMillis(1500), Duration.ofMillis(500));
  }

  private String await(Duration budget, List<Verdict<String>> verdicts)
      throws InterruptedException {
    Iterator<Verdict<String>> script = verdicts.iterator();
    return waiter.await(atMost -> script.next(), time::sleep, Deadline.after(budget, time));
  }

  private static Verdict<String> notYet() {
    return new Verdict.NotYet<>(ABSENT);
  }
}
