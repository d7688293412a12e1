package dev.nodeready.life;

import dev.nodeready.disks.SetupRun;
import dev.nodeready.host.RunLock;
import dev.nodeready.retry.Deadline;
import dev.nodeready.retry.Timestamp;
import java.time.Duration;

/** Has the machine for one command alone: no boot runs meanwhile, and no folder moves. */
public final class Exclusive {
  private Exclusive() {}

  /** What is done meanwhile. */
  @FunctionalInterface
  public interface Work {
    /** Does it. */
    Account run() throws InterruptedException;
  }

  /**
   * Does something while nobody else changes the machine.
   *
   * @param command its name, for others who want to
   * @throws dev.nodeready.failure.FailureException with code {@code BOOT_ALREADY_RUNNING} where
   *     somebody does
   */
  public static Account run(Site site, String command, Work work) throws InterruptedException {
    String holder =
        "nodeready %s, pid %d, since %s"
            .formatted(command, ProcessHandle.current().pid(), Timestamp.of(site.time().now()));
    try (RunLock boots = new RunLock(site.root(), holder);
        RunLock disks = new RunLock(site.root(), SetupRun.LOCK, holder)) {
      take(site, boots);
      take(site, disks);
      return work.run();
    }
  }

  private static void take(Site site, RunLock lock) throws InterruptedException {
    boolean _ = lock.take(Deadline.after(Duration.ZERO, site.time()), _ -> {});
  }
}
