package dev.nodeready.simulation;

import dev.nodeready.retry.RetryPolicy;
import java.time.Duration;
import java.util.function.DoubleSupplier;

/** How whoever failed goes on. */
@FunctionalInterface
interface Pacing {
  /** Instead of a pause: there is no other try. */
  long NO_MORE = -1;

  /**
   * The pause before the next try, in microseconds, or {@link #NO_MORE}.
   *
   * @param failed how many tries failed, from 1
   * @param refusal what the last one was told
   * @param elapsed microseconds since the first try
   * @param random evenly from 0 to 1
   */
  long pause(int failed, Answer refusal, long elapsed, DoubleSupplier random);

  /**
   * By policies of the product, which decide themselves.
   *
   * @param throttled of those who are told that too many ask
   */
  static Pacing by(RetryPolicy policy, RetryPolicy throttled) {
    return (failed, refusal, elapsed, random) -> {
      Duration left = policy.budget().minus(Micros.duration(elapsed));
      Duration asked = Micros.duration(refusal.retryAfter());
      return (refusal.throttled() ? throttled : policy)
          .pauseWithin(failed, asked, left, random)
          .map(Micros::of)
          .orElse(NO_MORE);
    };
  }

  /** Evenly, and never gives up. */
  static Pacing fixed(long pause) {
    return (failed, refusal, elapsed, random) -> pause;
  }

  /** Doubling without jitter, and never gives up. */
  static Pacing doubling(long first, long longest) {
    return (failed, refusal, elapsed, random) ->
        Math.max(refusal.retryAfter(), Math.min(longest, first << Math.min(failed - 1, 20)));
  }

  /** The same with an end: so many tries, or so much time. */
  default Pacing until(int tries, long time) {
    return (failed, refusal, elapsed, random) -> {
      long pause = pause(failed, refusal, elapsed, random);
      return failed >= tries || elapsed + pause >= time ? NO_MORE : pause;
    };
  }
}
