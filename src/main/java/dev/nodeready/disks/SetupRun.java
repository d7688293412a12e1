package dev.nodeready.disks;

import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import dev.nodeready.failure.FailureException;
import dev.nodeready.host.Commands;
import dev.nodeready.host.Privileges;
import dev.nodeready.host.Root;
import dev.nodeready.host.RunLock;
import dev.nodeready.retry.Deadline;
import dev.nodeready.retry.Time;
import dev.nodeready.retry.Timestamp;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** One setup of the disks, by the machine image's script or by ourselves, one at a time. */
public final class SetupRun {
  /** Held while folders move. */
  public static final String LOCK = "/run/nodeready/disks.lock";

  /** Another run may be copying. */
  private static final Duration OTHERS = Duration.ofHours(12);

  private final Root root;
  private final Commands commands;
  private final Time time;

  /** A run on the machine below {@code root}. */
  public SetupRun(Root root, Commands commands, Time time) {
    this.root = root;
    this.commands = commands;
    this.time = time;
  }

  /**
   * Volumes by ourselves, then the disks of the instance by whom there is: the image's script, else
   * ourselves. Both pass over folders that lie on a volume then.
   *
   * @param words as in {@link SetupWords}
   * @throws FailureException as {@link #ours}, or of the script
   */
  public Report whoever(List<String> words, Consumer<String> others) throws InterruptedException {
    List<VolumeOrder> volumes = SetupWords.volumes(words);
    List<String> local = SetupWords.withoutVolumes(words);
    boolean forUs = words.contains(SetupWords.OURS);
    boolean script = !forUs && !local.isEmpty() && SetupScript.find().isPresent();
    Report report = new Report();
    if (!volumes.isEmpty() || !script) {
      DisksOrder order = SetupWords.order(script ? List.of() : local);
      if (!root.equals(Root.MACHINE)) {
        throw elsewhere(volumes).asException();
      }
      report.add(ours(order, volumes, others));
    }
    if (script) {
      report.add(SetupScript.run(local, commands));
    }
    return report;
  }

  private Failure elsewhere(List<VolumeOrder> volumes) {
    String part = volumes.isEmpty() ? "localStorage" : "storage.volumes";
    return Failure.permanent(
        Code.HOST_LOCAL_DISKS_FAILED,
        "set up " + (volumes.isEmpty() ? "the instance-store disks" : "the volumes"),
        "they are the machine's, and " + root.folder() + " is not its root",
        "run it without --root, or take spec.instance." + part + " out");
  }

  /**
   * By ourselves: volumes first, since they have folders of their own.
   *
   * @param others hears of another run that is waited for
   * @throws FailureException when it cannot be done; no content is lost
   * @throws InterruptedException when it is being stopped; the next run finishes it
   */
  public Report ours(DisksOrder order, List<VolumeOrder> volumes, Consumer<String> others)
      throws InterruptedException {
    needRoot();
    String holder = "pid " + ProcessHandle.current().pid() + ", since " + Timestamp.of(time.now());
    try (RunLock lock = new RunLock(root, LOCK, "nodeready disks, " + holder)) {
      boolean _ = lock.take(Deadline.after(OTHERS, time), others);
      Report report = new Report();
      if (!volumes.isEmpty()) {
        report.add(Volumes.of(commands, time).setUp(volumes));
      }
      if (volumes.isEmpty() || order.strategy() != Strategy.NONE) {
        report.add(LocalDisks.of(commands, time).setUp(order));
      }
      return report;
    }
  }

  /**
   * Others could not look at a disk, and would take it for one that carries something.
   *
   * @throws FailureException with code {@code HOST_NOT_ROOT}
   */
  public static void needRoot() {
    if (!Privileges.own().root()) {
      throw Failure.permanent(
              Code.HOST_NOT_ROOT, "set up the machine's disks", "only root may", "run it with sudo")
          .asException();
    }
  }
}
