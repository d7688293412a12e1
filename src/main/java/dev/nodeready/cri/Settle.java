package dev.nodeready.cri;

import dev.nodeready.retry.Deadline;
import dev.nodeready.retry.Durations;
import java.time.Duration;
import java.util.Optional;

/**
 * Looks again, with pauses that double, for what the runtime takes note of a moment later: what
 * others put into its store reaches CRI by an event.
 */
final class Settle {
  private static final Duration FIRST = Duration.ofMillis(20);
  private static final Duration LONGEST = Duration.ofSeconds(1);

  private Settle() {}

  /** One look. */
  @FunctionalInterface
  interface Look<T> {
    /** What is there; empty when it is not there yet. */
    Optional<T> find() throws InterruptedException;
  }

  /** Looks until something is found, at least once, or the deadline has passed. */
  static <T> Optional<T> await(Look<T> look, Deadline deadline) throws InterruptedException {
    for (Duration pause = FIRST; ; pause = Durations.doubled(pause, LONGEST)) {
      Optional<T> found = look.find();
      if (found.isPresent() || deadline.passed()) {
        return found;
      }
      deadline.time().sleep(deadline.atMost(pause));
    }
  }
}
