package dev.nodeready.net;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Makes calls that do not hang on a way which is none any more: a connect whose packets vanish
 * stays on the route with which it began, however good the next one is.
 */
public final class Rerouted {
  /** A network that never comes to rest holds a call up no longer than it takes itself. */
  private static final int MOST = 10;

  private static final Duration LOOK = Duration.ofMillis(10);

  private Rerouted() {}

  /**
   * Makes a call, on a thread of its own, and makes it anew as soon as the way becomes another one.
   * An interrupt ends it at once, also while it looks a name up.
   *
   * @param call may be repeated, and ends at an interrupt
   * @param ways to whom the call asks
   */
  public static <T> T call(Callable<T> call, RouteTrigger ways)
      throws CallException, InterruptedException {
    for (int left = MOST; ; left--) {
      FutureTask<T> task = new FutureTask<>(call);
      Thread worker = Thread.ofPlatform().daemon().name("call").start(task);
      try {
        if (endsOnItsWay(task, ways, left == 0)) {
          return task.get();
        }
      } catch (ExecutionException e) {
        throw unwrapped(e);
      } finally {
        worker.interrupt();
      }
    }
  }

  private static boolean endsOnItsWay(FutureTask<?> task, RouteTrigger ways, boolean whatever)
      throws InterruptedException, ExecutionException {
    for (boolean begun = false; ; begun = true) {
      try {
        task.get(LOOK.toNanos(), TimeUnit.NANOSECONDS);
        return true;
      } catch (TimeoutException e) {
        // Most calls are over before the first look, which is what the others are compared with.
        if (ways.changed() && begun && !whatever) {
          return false;
        }
      }
    }
  }

  private static CallException unwrapped(ExecutionException e) throws InterruptedException {
    return switch (e.getCause()) {
      case CallException failed -> failed;
      case RuntimeException thrown -> throw thrown;
      case Error thrown -> throw thrown;
      case InterruptedException stopped ->
          throw (InterruptedException) new InterruptedException().initCause(stopped);
      case null, default -> throw new IllegalStateException(e);
    };
  }
}
