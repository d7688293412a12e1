package dev.nodeready.api;

import dev.nodeready.failure.Failure;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A call to the API server that brought no object, with what it means for the node. */
public final class ApiException extends Exception {
  private final transient Failure failure;
  private final int status;
  private final Duration retryAfter;

  ApiException(Failure failure, int status, Duration retryAfter, @Nullable Throwable cause) {
    super(failure.toLine(), cause);
    this.failure = failure;
    this.status = status;
    this.retryAfter = retryAfter;
  }

  /** What went wrong. */
  public Failure failure() {
    return failure;
  }

  /** The status of the answer; 0 where none came. */
  public int status() {
    return status;
  }

  /** How long the server wants to be left alone; zero where it does not say. */
  public Duration retryAfter() {
    return retryAfter;
  }
}
