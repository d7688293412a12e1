package dev.nodeready.node;

import dev.nodeready.containerd.Soci;
import dev.nodeready.failure.Failure;
import dev.nodeready.host.Root;
import dev.nodeready.supervise.Daemon;
import dev.nodeready.supervise.Supervisor;
import dev.nodeready.supervise.Supervisor.Ensured;
import dev.nodeready.supervise.UnitAction;
import dev.nodeready.supervise.UnitRun;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The node on its machine, as this run leaves it: its files are written, and the units that read
 * them are started anew only where what they read has changed since they started.
 */
public final class LiveNode {
  private final Root root;
  private final Supervisor supervisor;
  private @Nullable Converge applied;

  /** The node below {@code root}, whose daemons {@code supervisor} runs. */
  public LiveNode(Root root, Supervisor supervisor) {
    this.root = root;
    this.supervisor = supervisor;
  }

  /**
   * Makes a digest of nothing: the first one of a cold process takes as long as all that a node's
   * files are made of, and may be made beside something else.
   */
  public static String firstDigest() {
    return Digests.of(new byte[0]);
  }

  /**
   * Writes a node of which only a part is known yet, and removes nothing.
   *
   * @throws dev.nodeready.failure.FailureException with code {@code HOST_WRITE_FAILED}
   */
  public Applied applyPart(DesiredNode node) throws InterruptedException {
    Converge converge = new Converge(root, node);
    return settled(converge, converge.applyPart());
  }

  /**
   * Writes the whole node and removes what is not needed any more.
   *
   * @throws dev.nodeready.failure.FailureException with code {@code HOST_WRITE_FAILED}
   */
  public Applied applyAll(DesiredNode node) throws InterruptedException {
    Converge converge = new Converge(root, node);
    return settled(converge, converge.applyFiles());
  }

  private Applied settled(Converge converge, Applied done) throws InterruptedException {
    if (supervisor.manages() && converge.daemonReloadPending()) {
      supervisor.reload();
      converge.daemonReloaded();
    }
    if (done.written().contains(Resolved.PATH) || done.removed().contains(Resolved.PATH)) {
      supervisor.restart(NodeUnits.RESOLVED);
    }
    applied = converge;
    return done;
  }

  /** Where a daemon will listen, if somebody else does already. */
  @FunctionalInterface
  public interface Taken {
    /** Empty where nobody does. */
    Optional<String> where() throws InterruptedException;
  }

  /**
   * Makes a daemon run.
   *
   * @return empty where that is someone else's work
   * @throws dev.nodeready.failure.FailureException when it cannot be started, or what answers
   *     afterwards would prove nothing since another program does
   */
  public Optional<Ensured> ensure(Daemon daemon, Taken taken) throws InterruptedException {
    if (supervisor.knowsByListening() && supervisor.run(daemon).isEmpty()) {
      Optional<String> where = taken.where();
      if (where.isPresent()) {
        String tried = "start " + daemon.program();
        String happened = "another program listens already on " + where.get();
        throw Failure.permanent(daemon.notOurs(), tried, happened).asException();
      }
    }
    return supervisor.manages()
        ? Optional.of(supervisor.ensure(daemon, run -> actionFor(daemon.unit(), run)))
        : Optional.empty();
  }

  /**
   * Renews the snapshotter, which containerd asks for its layers. One that does not run is left to
   * containerd, which requires it.
   *
   * @return whether it had to be
   */
  public boolean renewSnapshotter() throws InterruptedException {
    if (!supervisor.manages() || !wrote(Soci.CONFIG)) {
      return false;
    }
    UnitAction action = actionFor(NodeUnits.SOCI, supervisor.run(NodeUnits.SOCI));
    if (action.kind() != UnitAction.Kind.RESTART) {
      return false;
    }
    supervisor.restart(NodeUnits.SOCI);
    noteRunning(NodeUnits.SOCI);
    return true;
  }

  /** Remembers what the runtime, which was seen to answer, was started with. */
  public void noteRuntime() throws InterruptedException {
    noteRunning(NodeUnits.CONTAINERD);
    if (wrote(Soci.CONFIG)) {
      noteRunning(NodeUnits.SOCI);
    }
  }

  /**
   * Remembers what a unit that is proven to run was started with. One that began before the last of
   * its files was written has read others, whenever it counted as running.
   */
  public void noteRunning(String unit) throws InterruptedException {
    Optional<UnitRun> run = supervisor.run(unit);
    if (applied != null
        && run.isPresent()
        && actionFor(unit, run).kind() != UnitAction.Kind.RESTART) {
      applied.started(unit, run.get());
    }
  }

  /** Whether a file is one that this run wrote or found as it has to be. */
  private boolean wrote(String path) {
    return applied != null && applied.owns(path);
  }

  /** A daemon that runs is left alone where its files are not this run's work. */
  private UnitAction actionFor(String unit, Optional<UnitRun> run) {
    if (applied != null) {
      return applied.actionFor(unit, run);
    }
    return run.isPresent()
        ? UnitAction.none("and its files were not looked at")
        : new UnitAction(UnitAction.Kind.START, "it is not running");
  }
}
