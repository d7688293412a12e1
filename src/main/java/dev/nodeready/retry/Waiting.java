package dev.nodeready.retry;

import dev.nodeready.failure.Failure;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A wait as it stands.
 *
 * @param subject what is waited for
 * @param because why it is not there yet
 * @param deadline since when it has been waited for, and until when it will be
 * @param failure what to report if time ran out now; null where nothing has failed
 */
public record Waiting(
    String subject, String because, Deadline deadline, @Nullable Failure failure) {

  /** A wait that goes by a deadline, for what failed last. */
  public static Waiting of(String subject, Failure last, Deadline deadline) {
    return new Waiting(subject, last.happened(), deadline, last);
  }

  /** A wait that goes by a deadline, for what has not failed. */
  public static Waiting of(String subject, String because, Deadline deadline) {
    return new Waiting(subject, because, deadline, null);
  }

  /** How long it has been waited for. */
  public Duration elapsed() {
    return deadline.elapsed();
  }

  /** How long it will still be waited for. */
  public Duration left() {
    return deadline.left();
  }
}
