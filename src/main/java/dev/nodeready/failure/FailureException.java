package dev.nodeready.failure;

import org.jspecify.annotations.Nullable;

/** Carries a {@link Failure} to whoever reports it. */
public final class FailureException extends RuntimeException {
  private final transient Failure failure;

  FailureException(Failure failure, @Nullable Throwable cause) {
    super(failure.toLine(), cause);
    this.failure = failure;
  }

  /** What went wrong. */
  public Failure failure() {
    return failure;
  }
}
