package dev.nodeready.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.retry.ManualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ThriftTest {
  private static final long TOO_MUCH = 75_000;

  private final ManualTime time = new ManualTime();
  private final List<Long> given = new ArrayList<>();
  private long resident = TOO_MUCH;

  private void watch(int minutes) throws InterruptedException {
    long begun = time.nanos();
    Thrift thrift =
        new Thrift(
            () -> resident,
            () -> given.add(Duration.ofNanos(time.nanos() - begun).toMinutes()),
            time);
    for (int minute = 0; minute < minutes; minute++) {
      time.sleep(Duration.ofMinutes(1));
      thrift.look();
    }
  }

  @Test
  void what_cannot_be_had_back_is_asked_for_hourly_in_the_end() throws Exception {
    watch(260);

    assertThat(given).containsExactly(4L, 12L, 28L, 60L, 120L, 180L, 240L);
  }

  @Test
  void a_process_that_needs_little_is_let_alone() throws Exception {
    resident = 48_000;

    watch(200);

    assertThat(given).isEmpty();
  }
}
