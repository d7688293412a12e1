package dev.nodeready.watch;

import dev.nodeready.failure.Failure;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that is wrong with the node.
 *
 * @param failure as it was seen last
 * @param since when it was seen first
 * @param gone since when it was not seen any more; null where it is there
 */
public record Finding(Failure failure, Instant since, @Nullable Instant gone) {
  /** Whether a failure is the same thing, whatever its words are by now. */
  boolean is(Failure other) {
    return failure.code() == other.code() && failure.tried().equals(other.tried());
  }

  Finding seen(Failure now) {
    return new Finding(now, since, null);
  }

  Finding missed(Instant at) {
    return gone == null ? new Finding(failure, since, at) : this;
  }
}
