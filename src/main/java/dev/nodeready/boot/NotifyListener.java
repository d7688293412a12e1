package dev.nodeready.boot;

import dev.nodeready.plan.Event;
import dev.nodeready.plan.Listener;
import dev.nodeready.systemd.Notify;
import java.time.Duration;

/**
 * Shows systemd how the boot stands, in one line of {@code systemctl status}, and asks for more
 * time only while there is a reason: a step that has begun, or a wait that still looks. A boot that
 * does neither is stopped by systemd.
 */
final class NotifyListener implements Listener {
  /** Longer than any single look, attempt or program that a step runs without a word. */
  private static final Duration STEP = Duration.ofMinutes(6);

  private static final Duration WAIT = Duration.ofMinutes(1);

  private final Notify notify;

  NotifyListener(Notify notify) {
    this.notify = notify;
  }

  @Override
  public void on(Event event) {
    switch (event) {
      case Event.StepStarted e -> notify.waiting(e.phase() + "/" + e.step(), STEP);
      case Event.StepWaiting e ->
          notify.waiting(
              "waiting for %s: %s (%d s left)"
                  .formatted(e.subject(), e.because(), e.left().toSeconds()),
              WAIT);
      case Event.Flapped e -> notify.status(e.what());
      case Event.PlanStarted _,
          Event.StepResumed _,
          Event.StepNoted _,
          Event.StepEnded _,
          Event.PlanEnded _ -> {}
    }
  }
}
