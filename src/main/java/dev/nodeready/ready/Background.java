package dev.nodeready.ready;

import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import dev.nodeready.failure.FailureException;
import dev.nodeready.retry.Deadline;
import dev.nodeready.retry.WaitListener;
import dev.nodeready.retry.Waiting;
import dev.nodeready.retry.Waits;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Work that goes on beside the boot until somebody needs its result.
 *
 * @param <T> the result
 */
public final class Background<T> {
  private final FutureTask<T> task;
  private final Thread thread;
  private final Latest latest = new Latest();

  private Background(String name, Callable<T> work) {
    task = new FutureTask<>(() -> Waits.heardBy(latest, work::call));
    thread = Thread.ofPlatform().daemon().name(name).start(task);
  }

  /** Begins. */
  public static <T> Background<T> start(String name, Callable<T> work) {
    return new Background<>(name, work);
  }

  /** What the work waits for now. */
  private static final class Latest implements WaitListener {
    private volatile @Nullable Waiting waiting;

    @Override
    public void waiting(Waiting now) {
      waiting = now;
    }

    @Override
    public void over() {
      waiting = null;
    }
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
   * The result, waited for; meanwhile its waits are those of whoever waits for it.
   *
   * @param subject what it is, as people would say it
   * @param deadline at which the work is ended
   * @throws FailureException what the work threw, or what it failed at last when the deadline
   *     passes
   * @throws InterruptedException when the boot is being stopped; so is the work
   */
  public T await(String subject, Deadline deadline) throws InterruptedException {
    try {
      if (!Waits.until(this::doneWithin, deadline, now -> waiting(subject, now))) {
        throw late(subject, deadline).asException();
      }
      return task.get();
    } catch (InterruptedException e) {
      thread.interrupt();
      throw e;
    } catch (ExecutionException e) {
      throw unwrapped(e);
    }
  }

  private boolean doneWithin(Duration atMost) throws InterruptedException {
    try {
      task.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      // That is a result too.
      return true;
    }
    return true;
  }

  private Waiting waiting(String subject, Deadline deadline) {
    Waiting inside = latest.waiting;
    if (inside == null) {
      return Waiting.of(subject, "there is no answer yet", deadline);
    }
    boolean sooner = deadline.left().compareTo(inside.left()) < 0;
    Deadline first = sooner ? deadline : inside.deadline();
    return new Waiting(inside.subject(), inside.because(), first, inside.failure());
  }

  private Failure late(String subject, Deadline deadline) {
    Waiting inside = latest.waiting;
    cancel();
    Failure last = inside == null ? null : inside.failure();
    return last != null
        ? last.waited(deadline.elapsed(), subject)
        : Failure.passing(
            Code.HOST_BUDGET_SPENT,
            "wait for " + subject,
            "there was no answer within " + deadline.elapsed().toSeconds() + " s",
            "see what it waits for with nodeready status, and give it more time with --budget");
  }

  private static RuntimeException unwrapped(ExecutionException e) throws InterruptedException {
    return switch (e.getCause()) {
      case RuntimeException cause -> cause;
      case Error cause -> throw cause;
      case InterruptedException cause ->
          throw (InterruptedException) new InterruptedException().initCause(cause);
      case null, default -> new IllegalStateException(e);
    };
  }
}
