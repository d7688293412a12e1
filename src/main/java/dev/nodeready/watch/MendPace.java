package dev.nodeready.watch;

import dev.nodeready.retry.Durations;
import dev.nodeready.retry.Time;
import java.time.Duration;

/**
 * When something may be mended again: the first time at once, then with pauses from a minute that
 * double up to half an hour as long as it is needed again and again. What has held for twice the
 * pause begins anew.
 */
final class MendPace {
  private static final Duration FIRST = Duration.ofMinutes(1);
  private static final Duration LONGEST = Duration.ofMinutes(30);

  private final Time time;
  private Duration pause = Duration.ZERO;
  private long last;

  MendPace(Time time) {
    this.time = time;
  }

  /** How long it is until then; zero where it may be now. */
  Duration left() {
    Duration left = pause.minus(gone());
    return left.isNegative() ? Duration.ZERO : left;
  }

  /** It is mended now. */
  void begin() {
    boolean calm = gone().compareTo(pause.plus(pause)) > 0;
    if (pause.isZero() || calm) {
      pause = FIRST;
    } else {
      pause = Durations.doubled(pause, LONGEST);
    }
    last = time.nanos();
  }

  private Duration gone() {
    return pause.isZero() ? Duration.ZERO : Duration.ofNanos(time.nanos() - last);
  }
}
