package dev.nodeready.systemd;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BackoffTest {
  @Test
  void the_first_start_and_the_first_restart_begin_at_once() {
    assertThat(Backoff.after(0)).isZero();
    assertThat(Backoff.after(1)).isZero();
  }

  @Test
  void pauses_double_up_to_five_minutes() {
    assertThat(Backoff.after(2)).isEqualTo(Duration.ofSeconds(5));
    assertThat(Backoff.after(3)).isEqualTo(Duration.ofSeconds(10));
    assertThat(Backoff.after(7)).isEqualTo(Duration.ofSeconds(160));
    assertThat(Backoff.after(8)).isEqualTo(Duration.ofMinutes(5));
    assertThat(Backoff.after(1000)).isEqualTo(Duration.ofMinutes(5));
  }
}
