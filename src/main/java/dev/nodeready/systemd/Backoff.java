package dev.nodeready.systemd;

import dev.nodeready.retry.Durations;
import java.time.Duration;

/**
 * How long a service pauses that systemd has started again: systemd before 254 knows only a fixed
 * {@code RestartSec=}.
 */
public final class Backoff {
  private static final Duration FIRST = Duration.ofSeconds(5);
  private static final Duration LONGEST = Duration.ofMinutes(5);

  private Backoff() {}

  /**
   * The pause before the work begins.
   *
   * @param restarts how often systemd has started it again already; nothing for 0 and 1, since the
   *     unit itself pauses once, then 5 s, doubling to 5 min
   */
  public static Duration after(int restarts) {
    if (restarts <= 1) {
      return Duration.ZERO;
    }
    return Durations.shorter(Durations.times(FIRST, 1 << Math.min(restarts - 2, 10)), LONGEST);
  }
}
