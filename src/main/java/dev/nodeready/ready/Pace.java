package dev.nodeready.ready;

import dev.nodeready.catalogue.Code;
import dev.nodeready.retry.Time;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long to pause between two looks at something that is on its way: a fixed small share of the
 * time that it has been so. What takes 200 ms to come up is looked at each millisecond, what takes
 * a minute each quarter of a second; the looks never cost the other side more than that share.
 */
final class Pace {
  private static final long SHORTEST = Duration.ofMillis(1).toNanos();
  private static final int SHARE = 250;

  private final long tick;
  private final Time time;
  private @Nullable Code reason;
  private long since;

  Pace(Duration tick, Time time) {
    this.tick = tick.toNanos();
    this.time = time;
    since = time.nanos();
  }

  /** The pause after a look with this result. */
  Duration after(Verdict.NotYet<?> verdict) {
    if (reason != verdict.because().code()) {
      reason = verdict.because().code();
      quicken();
    }
    return Duration.ofNanos(verdict.soon() ? quick() : tick);
  }

  /** Something happened: the next looks are quick again. */
  void quicken() {
    since = time.nanos();
  }

  private long quick() {
    return Math.min(tick, Math.max(SHORTEST, (time.nanos() - since) / SHARE));
  }
}
