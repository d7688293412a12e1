package dev.nodeready.retry;

import dev.nodeready.failure.Failure;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A wait as it stands.
 *
 * @param subject what is waited for
 * @param because why it is not there yet
 * @param elapsed how long it has been waited for
 * @param left how long it will still be waited for
 * @param failure what to report if time ran out now; null where nothing has failed
 */
public record Waiting(
    String subject, String because, Duration elapsed, Duration left, @Nullable Failure failure) {

  /** A wait that goes by a deadline, for what failed last. */
  public static Waiting of(String subject, Failure last, Deadline deadline) {
    return new Waiting(subject, last.happened(), deadline.elapsed(), deadline.left(), last);
  }

  /** A wait that goes by a deadline, for what has not failed. */
  public static Waiting of(String subject, String because, Deadline deadline) {
    return new Waiting(subject, because, deadline.elapsed(), deadline.left(), null);
  }
}
