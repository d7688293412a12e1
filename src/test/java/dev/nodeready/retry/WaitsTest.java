package dev.nodeready.retry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WaitsTest {
  private final ManualTime time = new ManualTime();
  private final List<String> heard = new ArrayList<>();
  private final WaitListener listener =
      new WaitListener() {
        @Override
        public void waiting(Waiting now) {
          heard.add(
              "%s: %s %d+%d"
                  .formatted(
                      now.subject(),
                      now.because(),
                      now.elapsed().toSeconds(),
                      now.left().toSeconds()));
        }

        @Override
        public void over() {
          heard.add("over");
        }
      };

  @Test
  void time_that_is_left_is_never_told_as_less_than_it_is() {
    assertThat(Waits.roundedUp(Duration.ofMillis(7_001))).isEqualTo(8);
    assertThat(Waits.roundedUp(Duration.ofSeconds(7))).isEqualTo(7);
    assertThat(Waits.roundedUp(Duration.ZERO)).isZero();
  }

  @Test
  void whoever_waits_is_heard_each_second_with_what_for_and_how_long_still() throws Exception {
    boolean came = Waits.heardBy(listener, () -> await(Duration.ofMillis(2500)));

    assertThat(came).isTrue();
    assertThat(heard).containsExactly("it: on its way 1+4", "it: on its way 2+3", "over");
  }

  @Test
  void a_wait_of_less_than_a_second_says_nothing() throws Exception {
    assertThat(Waits.heardBy(listener, () -> await(Duration.ofMillis(900)))).isTrue();
    assertThat(heard).isEmpty();
  }

  @Test
  void a_wait_ends_at_its_deadline() throws Exception {
    assertThat(Waits.heardBy(listener, () -> await(Duration.ofDays(1)))).isFalse();
    assertThat(Duration.ofNanos(time.nanos())).isEqualTo(Duration.ofSeconds(5));
    assertThat(heard).hasSize(5).last().isEqualTo("over");
  }

  @Test
  void a_wait_that_takes_an_hour_is_told_less_often() throws Exception {
    Waits.heardBy(listener, () -> await(Duration.ofHours(1), Duration.ofHours(2)));

    assertThat(heard)
        .hasSizeBetween(360, 440)
        .element(380)
        .asString()
        .matches(".* 3\\d\\d\\d\\+\\d+");
  }

  @Test
  void nobody_has_to_listen() throws Exception {
    assertThat(await(Duration.ofSeconds(3))).isTrue();
    assertThat(heard).isEmpty();
  }

  private boolean await(Duration there) throws InterruptedException {
    return await(there, Duration.ofSeconds(5));
  }

  private boolean await(Duration there, Duration budget) throws InterruptedException {
    Deadline deadline = Deadline.after(budget, time);
    return Waits.until(
        atMost -> {
          time.sleep(atMost.compareTo(there) < 0 ? atMost : there);
          return time.nanos() >= there.toNanos();
        },
        deadline,
        now -> Waiting.of("it", "on its way", now));
  }
}
