package dev.nodeready.cri;

import com.google.common.util.concurrent.ListenableFuture;
import dev.nodeready.cri.proto.PullImageResponse;
import dev.nodeready.failure.FailureException;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A pull under way; closing it cancels it, and the runtime then gives it up too. */
final class PullCall implements AutoCloseable {
  private final String image;
  private final ListenableFuture<PullImageResponse> answer;

  PullCall(String image, ListenableFuture<PullImageResponse> answer) {
    this.image = image;
    this.answer = answer;
  }

  /**
   * Waits for its end.
   *
   * @return whether it has ended, and well
   * @throws FailureException when it ended badly
   */
  boolean await(Duration atMost) throws InterruptedException {
    try {
      answer.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw failed(e);
    }
  }

  @Override
  public void close() {
    answer.cancel(true);
  }

  private FailureException failed(ExecutionException e) {
    StatusRuntimeException status =
        e.getCause() instanceof StatusRuntimeException known
            ? known
            : Status.fromThrowable(e).asRuntimeException();
    return ImageErrors.sort(status, image).asException(e);
  }
}
