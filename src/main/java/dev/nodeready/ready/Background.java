package dev.nodeready.ready;

import dev.nodeready.failure.FailureException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Work that goes on beside the boot until somebody needs its result.
 *
 * @param <T> the result
 */
public final class Background<T> {
  private final FutureTask<T> task;
  private final Thread thread;

  private Background(String name, Callable<T> work) {
    task = new FutureTask<>(work);
    thread = Thread.ofPlatform().daemon().name(name).start(task);
  }

  public static <T> Background<T> start(String name, Callable<T> work) {
    return new Background<>(name, work);
  }

  /** Whether the result is there. */
  public boolean done() {
    return task.isDone();
  }

  /** Ends work whose result nobody needs. */
  public void cancel() {
    task.cancel(true);
  }

  /**
   * The result, waited for.
   *
   * @throws FailureException what the work threw
   * @throws InterruptedException when the boot is being stopped; so is the work
   */
  public T await() throws InterruptedException {
    try {
      return task.get();
    } catch (InterruptedException e) {
      thread.interrupt();
      throw e;
    } catch (ExecutionException e) {
      throw unwrapped(e);
    }
  }

  private static RuntimeException unwrapped(ExecutionException e) throws InterruptedException {
    return switch (e.getCause()) {
      case RuntimeException cause -> cause;
      case InterruptedException cause ->
          throw (InterruptedException) new InterruptedException().initCause(cause);
      case null, default -> new IllegalStateException(e);
    };
  }
}
