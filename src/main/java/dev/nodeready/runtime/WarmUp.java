package dev.nodeready.runtime;

import dev.nodeready.cri.CriWarmup;
import dev.nodeready.failure.FailureException;
import dev.nodeready.supervise.Daemon;
import dev.nodeready.supervise.Supervisor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads what the boot needs later: a question to systemd, and all that the first good answer of the
 * runtime takes. To be begun when the runtime has its files, and so all that it waits for: before
 * that it would take the cores from just that work.
 */
public final class WarmUp {
  private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);

  private WarmUp() {}

  /** Begins beside the boot. */
  public static void begin(Supervisor supervisor) {
    Thread _ = Thread.ofPlatform().daemon().name("warm-up").start(() -> run(supervisor));
  }

  private static void run(Supervisor supervisor) {
    try {
      askSystemd(supervisor);
      CriWarmup.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void askSystemd(Supervisor supervisor) throws InterruptedException {
    try {
      supervisor.run(Daemon.CONTAINERD);
    } catch (FailureException e) {
      LOG.debug("systemd did not answer yet; the step that needs it tells", e);
    }
  }
}
