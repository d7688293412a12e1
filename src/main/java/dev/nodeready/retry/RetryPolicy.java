package dev.nodeready.retry;

import java.time.Duration;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/**
 * How long and how often to try again. Attempts and pauses lie both inside the budget. The pause
 * after attempt n is drawn evenly from zero to {@code min(longest, first * factor^(n-1))} ("full
 * jitter"), so that a fleet that failed together does not come back together.
 *
 * @param budget time for everything, attempts included; more than zero
 * @param first upper bound of the first pause; more than zero
 * @param longest upper bound of any pause; at least {@code first}
 * @param factor growth of the bound from one pause to the next; 1 or more
 * @param jitter whether pauses are drawn; without it each pause is its bound
 */
public record RetryPolicy(
    Duration budget, Duration first, Duration longest, double factor, boolean jitter) {
  /** With less than this left nothing is tried again: it would be cut off, and tell only that. */
  private static final Duration TOO_LITTLE = Duration.ofSeconds(2);

  /** Of those who are refused because many ask; {@code .github/FLEET.md} has the figures. */
  private static final Duration FIRST_OF_MANY = Duration.ofSeconds(4);

  public RetryPolicy {
    requirePositive(budget, "budget");
    requirePositive(first, "first");
    if (longest.compareTo(first) < 0) {
      throw new IllegalArgumentException("longest is shorter than first: " + longest);
    }
    if (!(factor >= 1) || Double.isInfinite(factor)) {
      throw new IllegalArgumentException("factor is not 1 or more: " + factor);
    }
  }

  /** A policy with full jitter that doubles from {@code first} up to {@code longest}. */
  public static RetryPolicy doubling(Duration budget, Duration first, Duration longest) {
    return new RetryPolicy(budget, first, longest, 2, true);
  }

  /** The same policy with another budget. */
  public RetryPolicy withBudget(Duration other) {
    return new RetryPolicy(other, first, longest, factor, jitter);
  }

  /**
   * The same for whoever is told that too many ask. Short pauses only add to that, and cost the one
   * who makes them as much as the others: first pauses are drawn up to 4 s.
   *
   * @param most upper bound of any pause, where it is more than that of this policy
   */
  public RetryPolicy amongMany(Duration most) {
    Duration bound = longest.compareTo(most) < 0 ? most : longest;
    Duration begin = first.compareTo(FIRST_OF_MANY) < 0 ? FIRST_OF_MANY : first;
    return new RetryPolicy(
        budget, begin.compareTo(bound) < 0 ? begin : bound, bound, factor, jitter);
  }

  /**
   * The pause after a failed attempt.
   *
   * @param attempt the attempt that failed, from 1
   * @param random evenly from 0 (inclusive) to 1 (exclusive)
   */
  public Duration pauseAfter(int attempt, DoubleSupplier random) {
    double bound =
        Math.min(
            (double) longest.toNanos(),
            (double) first.toNanos() * Math.pow(factor, Math.max(0, attempt - 1)));
    return Duration.ofNanos((long) (jitter ? bound * random.getAsDouble() : bound));
  }

  /**
   * The pause after a failed attempt that leaves time for another; empty to give up.
   *
   * @param attempt the attempt that failed, from 1
   * @param asked the shortest pause that the other side asked for
   * @param left what is left of the budget
   * @param random evenly from 0 (inclusive) to 1 (exclusive)
   */
  public Optional<Duration> pauseWithin(
      int attempt, Duration asked, Duration left, DoubleSupplier random) {
    Duration drawn = pauseAfter(attempt, random);
    Duration pause = drawn.compareTo(asked) < 0 ? asked : drawn;
    if (pause.compareTo(left) < 0) {
      return Optional.of(pause);
    }
    // What was said to be left is used: the pauses close in on the end.
    return left.compareTo(TOO_LITTLE) < 0 || asked.compareTo(left) >= 0
        ? Optional.empty()
        : Optional.of(Durations.part(left, 2));
  }

  private static void requirePositive(Duration value, String name) {
    if (!value.isPositive()) {
      throw new IllegalArgumentException(name + " is not more than zero: " + value);
    }
  }
}
