package dev.nodeready.retry;

import java.time.Duration;

/**
 * The pauses of whoever looks, or tells, for safety's sake beside events: even at first, later a
 * fixed small share of the time gone. What takes a minute is looked at each three seconds; what
 * takes an hour costs a look each ten.
 */
public final class Ticks {
  private static final int SHARE = 20;
  private static final Duration LONGEST = Duration.ofSeconds(10);

  private Ticks() {}

  /**
   * The next pause.
   *
   * @param first the shortest, which is the pause at first
   * @param gone how long it has been waited for
   */
  public static Duration after(Duration first, Duration gone) {
    Duration grown = Durations.shorter(Durations.part(gone, SHARE), LONGEST);
    return grown.compareTo(first) < 0 ? first : grown;
  }
}
