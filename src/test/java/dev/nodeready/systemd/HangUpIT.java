package dev.nodeready.systemd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Signals as {@code kill} sends them. */
class HangUpIT {
  @Test
  void hears_each_signal_and_not_only_the_first_ones() throws Exception {
    try (HangUp hangUp = HangUp.listen()) {
      for (int number = 1; number <= 10; number++) {
        send();
        assertThat(hangUp.await(Duration.ofSeconds(10))).as("signal %d", number).isTrue();
      }
    }
  }

  private static void send() throws IOException, InterruptedException {
    String self = String.valueOf(ProcessHandle.current().pid());
    assertThat(new ProcessBuilder("kill", "-HUP", self).start().waitFor()).isZero();
  }
}
