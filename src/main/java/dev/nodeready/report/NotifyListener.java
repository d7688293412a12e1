package dev.nodeready.report;

import dev.nodeready.plan.Event;
import dev.nodeready.plan.Listener;
import dev.nodeready.plan.Outcome;
import dev.nodeready.plan.Result;
import dev.nodeready.retry.WaitListener;
import dev.nodeready.retry.Waiting;
import dev.nodeready.retry.Waits;
import dev.nodeready.systemd.Notify;
import java.time.Duration;

/**
 * Shows systemd how the boot stands, in one line of {@code systemctl status}, and asks for more
 * time only while there is a reason: a step that has begun, or a wait that still tells of itself. A
 * boot that does neither is stopped by systemd.
 */
public final class NotifyListener implements Listener, WaitListener {
  /**
   * How long nothing may be heard of a boot that is well. Whatever is waited for is told of each
   * second, so no limit of any wait counts here; only what the machine itself takes does.
   */
  private static final Duration SILENCE = Duration.ofMinutes(2);

  private final Notify notify;
  private final String registered;

  /**
   * Tells by {@code notify}.
   *
   * @param registered the step behind which others need not wait for the node any more
   */
  public NotifyListener(Notify notify, String registered) {
    this.notify = notify;
    this.registered = registered;
  }

  @Override
  public void on(Event event) {
    switch (event) {
      case Event.StepStarted e -> notify.waiting(e.phase() + "/" + e.step(), SILENCE);
      case Event.StepWaiting e -> waiting(e.subject(), e.because(), e.left());
      case Event.StepResumed e -> notify.waiting(e.phase() + "/" + e.step(), SILENCE);
      case Event.Flapped e -> notify.status(e.what());
      case Event.StepEnded e -> ended(e);
      case Event.PlanEnded e -> ended(e.result());
      case Event.PlanStarted _, Event.StepAttempted _, Event.Found _, Event.StepNoted _ -> {}
    }
  }

  /** Others need not wait for a pod network: the node is there as soon as the cluster knows it. */
  private void ended(Event.StepEnded e) {
    boolean done =
        e.outcome() instanceof Outcome.Changed || e.outcome() instanceof Outcome.Unchanged;
    if (e.step().equals(registered) && done) {
      notify.ready("registered, " + e.outcome().detail());
    }
  }

  /** At once: whom else it is told to may take their time. */
  private void ended(Result result) {
    switch (result) {
      case Result.Succeeded _ -> notify.ready("joined");
      case Result.Degraded degraded ->
          notify.ready("joined, but " + degraded.failures().getFirst().toPublicLine());
      case Result.Failed failed -> notify.status(failed.failure().toPublicLine());
      case Result.Stopped _ -> {}
    }
  }

  /** What is waited for outside of any step, such as another run. */
  @Override
  public void waiting(Waiting now) {
    waiting(now.subject(), now.because(), now.left());
  }

  private void waiting(String subject, String because, Duration left) {
    String line =
        "waiting for %s: %s (%d s left)".formatted(subject, because, Waits.roundedUp(left));
    notify.waiting(line, SILENCE);
  }
}
