package dev.nodeready.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.retry.Deadline;
import dev.nodeready.retry.ManualTime;
import dev.nodeready.retry.Waiting;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class WaitLinesTest {
  @Test
  void a_new_reason_is_told_at_once_and_one_that_stays_each_ten_seconds() {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    WaitLines lines = new WaitLines(new PrintStream(said, true, StandardCharsets.UTF_8));
    ManualTime time = new ManualTime();
    Deadline deadline = Deadline.after(Duration.ofMinutes(1), time);
    for (int second = 0; second < 15; second++) {
      lines.waiting(Waiting.of("links", second == 3 ? "ens6 pending" : "ens5 pending", deadline));
      time.advance(Duration.ofSeconds(1));
    }

    assertThat(said.toString(StandardCharsets.UTF_8).lines())
        .containsExactly(
            "waiting for links: ens5 pending (0 s gone, 60 s left)",
            "waiting for links: ens6 pending (3 s gone, 57 s left)",
            "waiting for links: ens5 pending (4 s gone, 56 s left)",
            "waiting for links: ens5 pending (14 s gone, 46 s left)");
  }
}
