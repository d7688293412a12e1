package dev.nodeready.boot;

import dev.nodeready.cri.CriWarmup;
import dev.nodeready.failure.FailureException;
import dev.nodeready.plan.Event;
import dev.nodeready.plan.Listener;
import dev.nodeready.supervise.Daemon;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads what the boot needs later: a question to systemd, and all that the first good answer of the
 * runtime takes. It begins when the runtime has its files, and so all that it waits for: before
 * that it would take the cores from just that work.
 */
final class WarmUp implements Listener {
  private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);

  private final Boot boot;

  WarmUp(Boot boot) {
    this.boot = boot;
  }

  @Override
  public void on(Event event) {
    if (event instanceof Event.StepEnded ended && ended.step().equals("runtime-files")) {
      Thread.ofPlatform().daemon().name("warm-up").start(this::run);
    }
  }

  private void run() {
    try {
      askSystemd();
      CriWarmup.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void askSystemd() throws InterruptedException {
    try {
      boot.supervisor().run(Daemon.CONTAINERD);
    } catch (FailureException e) {
      LOG.debug("systemd did not answer yet; the step that needs it tells", e);
    }
  }
}
