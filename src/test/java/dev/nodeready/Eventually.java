package dev.nodeready;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.retry.Deadline;
import dev.nodeready.retry.Time;
import java.time.Duration;
import java.util.concurrent.Callable;

/** Waits in tests on real parts until something is so. */
public final class Eventually {
  private static final Duration LONGEST = Duration.ofSeconds(60);
  private static final Duration PAUSE = Duration.ofMillis(20);

  private Eventually() {}

  /** Waits until {@code condition} holds, a minute at most. */
  public static void until(String what, Callable<Boolean> condition) throws Exception {
    Deadline deadline = Deadline.after(LONGEST, Time.SYSTEM);
    while (!condition.call()) {
      assertThat(deadline.passed()).as("still not so after a minute: %s", what).isFalse();
      Time.SYSTEM.sleep(PAUSE);
    }
  }
}
