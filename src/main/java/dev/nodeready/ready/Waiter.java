package dev.nodeready.ready;

import dev.nodeready.failure.Failure;
import dev.nodeready.retry.Deadline;
import java.time.Duration;

/**
 * Waits: looks, says why not yet, sleeps until an event or a tick, looks again, and gives up at the
 * deadline.
 */
public final class Waiter {
  private final String subject;
  private final Duration tick;
  private final Duration look;
  private final WaitListener listener;

  /**
   * A waiter for one thing.
   *
   * @param subject what is waited for, as people would say it
   * @param tick the longest time between two looks
   * @param look the longest time one look may take
   */
  public Waiter(String subject, Duration tick, Duration look, WaitListener listener) {
    this.subject = subject;
    this.tick = tick;
    this.look = look;
    this.listener = listener;
  }

  /**
   * Waits until {@code probe} says ready.
   *
   * @throws dev.nodeready.failure.FailureException with the probe's failure when it says never, or
   *     with its last reason when the deadline passes
   * @throws InterruptedException when the boot is being stopped
   */
  public <T> T await(Probe<T> probe, Trigger trigger, Deadline deadline)
      throws InterruptedException {
    for (; ; ) {
      switch (probe.look(deadline.atMost(look))) {
        case Verdict.Ready<T> ready -> {
          return ready.value();
        }
        case Verdict.Never<T> never -> throw never.failure().asException();
        case Verdict.NotYet<T> notYet -> pause(notYet.because(), trigger, deadline);
      }
    }
  }

  private void pause(Failure because, Trigger trigger, Deadline deadline)
      throws InterruptedException {
    if (deadline.passed()) {
      throw ended(because, deadline).asException();
    }
    listener.waiting(new Waiting(subject, because.happened(), deadline.elapsed(), deadline.left()));
    trigger.await(deadline.atMost(tick));
  }

  private Failure ended(Failure last, Deadline deadline) {
    String happened =
        "%s (waited %d s for %s)"
            .formatted(last.happened(), deadline.elapsed().toSeconds(), subject);
    return new Failure(last.code(), last.permanent(), last.tried(), happened, last.remedy());
  }
}
