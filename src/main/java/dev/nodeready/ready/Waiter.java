package dev.nodeready.ready;

import dev.nodeready.failure.Failure;
import dev.nodeready.retry.Deadline;
import dev.nodeready.retry.WaitListener;
import dev.nodeready.retry.Waiting;
import dev.nodeready.retry.Waits;
import java.time.Duration;

/**
 * Waits: looks, says why not yet, sleeps until an event or a tick, looks again, and gives up at the
 * deadline. What is on its way (see {@link Verdict.NotYet#soon}) is looked at again within
 * milliseconds.
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
   * @param tick the longest time between two looks at first; it grows by {@link
   *     dev.nodeready.retry.Ticks}
   * @param look the longest time one look may take
   * @param listener hears of each new reason at once, and of one that stays at every tick
   */
  public Waiter(String subject, Duration tick, Duration look, WaitListener listener) {
    this.subject = subject;
    this.tick = tick;
    this.look = look;
    this.listener = listener;
  }

  /** The same, heard by whoever has this thread's work done. */
  public Waiter(String subject, Duration tick, Duration look) {
    this(subject, tick, look, Waits.HEARD);
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
    Wait wait = new Wait(trigger, deadline);
    try {
      for (; ; ) {
        switch (probe.look(deadline.atMost(look))) {
          case Verdict.Ready<T> ready -> {
            return ready.value();
          }
          case Verdict.Never<T> never -> throw never.failure().asException();
          case Verdict.NotYet<T> notYet -> wait.pause(notYet);
        }
      }
    } finally {
      listener.over();
    }
  }

  /** One wait from its first look to its end. */
  private final class Wait {
    private final Trigger trigger;
    private final Deadline deadline;
    private final Pace pace;
    private String told = "";
    private long toldAt;

    Wait(Trigger trigger, Deadline deadline) {
      this.trigger = trigger;
      this.deadline = deadline;
      pace = new Pace(tick, deadline.time());
    }

    void pause(Verdict.NotYet<?> verdict) throws InterruptedException {
      if (deadline.passed()) {
        throw verdict.because().waited(deadline.elapsed(), subject).asException();
      }
      tell(verdict.because());
      Duration pause = deadline.atMost(pace.after(verdict));
      long before = deadline.time().nanos();
      trigger.await(pause);
      Duration rest = pause.minusNanos(deadline.time().nanos() - before);
      if (rest.isPositive() && !pace.quicken()) {
        Duration quick = pace.quick();
        deadline.time().sleep(rest.compareTo(quick) < 0 ? rest : quick);
      }
    }

    private void tell(Failure reason) {
      long now = deadline.time().nanos();
      String because = reason.happened();
      if (!because.equals(told) || now - toldAt >= tick.toNanos()) {
        told = because;
        toldAt = now;
        listener.waiting(Waiting.of(subject, reason, deadline));
      }
    }
  }
}
