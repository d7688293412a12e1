package dev.nodeready.ready;

import dev.nodeready.catalogue.Code;
import dev.nodeready.retry.Ticks;
import dev.nodeready.retry.Time;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long to pause between two looks at something that is on its way: a fixed small share of the
 * time that it has been so. What takes 200 ms to come up is looked at each millisecond, what takes
 * a minute each quarter of a second; the looks never cost the other side more than that share.
 * Events and new reasons begin anew, but each time only after four times as long as before: a
 * runtime that flaps for ever, or a folder in which something happens for ever, makes no storm.
 */
final class Pace {
  private static final long SHORTEST = Duration.ofMillis(1).toNanos();
  private static final int SHARE = 250;
  private static final long FIRST_GAP = Duration.ofMillis(50).toNanos();

  private final long tick;
  private final Time time;
  private @Nullable Code reason;
  private long since;
  private long gap = FIRST_GAP;

  Pace(Duration tick, Time time) {
    this.tick = tick.toNanos();
    this.time = time;
    since = time.nanos();
  }

  /** The pause after a look with this result. */
  Duration after(Verdict.NotYet<?> verdict) {
    if (reason != verdict.because().code()) {
      reason = verdict.because().code();
      boolean _ = quicken();
    }
    Duration gone = Duration.ofNanos(time.nanos() - since);
    return verdict.soon() ? quick() : Ticks.after(Duration.ofNanos(tick), gone);
  }

  /**
   * Something happened: the next looks are quick again.
   *
   * @return false where that was so only a moment ago, so that they are not
   */
  boolean quicken() {
    long now = time.nanos();
    if (now - since < gap) {
      return false;
    }
    since = now;
    gap *= 4;
    return true;
  }

  /** The pause at this moment between two looks at something on its way. */
  Duration quick() {
    return Duration.ofNanos(Math.min(tick, Math.max(SHORTEST, (time.nanos() - since) / SHARE)));
  }
}
