package dev.nodeready.supervise;

import dev.nodeready.failure.Failure;
import dev.nodeready.ready.Trigger;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Whoever runs the daemons: systemd, this process itself, or somebody else. */
public interface Supervisor extends AutoCloseable {
  /** What was done about a daemon that has to run. */
  enum Action {
    STARTED,
    RESTARTED,
    UNTOUCHED
  }

  /**
   * Whether starting daemons is this supervisor's work; where it is not, the steps that would are
   * skipped.
   */
  boolean manages();

  /** The daemon's present run; empty where it does not run or nobody knows. */
  default Optional<UnitRun> run(Daemon daemon) throws InterruptedException {
    return run(daemon.unit());
  }

  /** The present run of any unit; empty where it does not run or nobody knows. */
  Optional<UnitRun> run(String unit) throws InterruptedException;

  /**
   * Whether a unit is on its way up: starting, waiting for its next start, or queued; not where
   * nobody knows.
   */
  default boolean comes(String unit) throws InterruptedException {
    return false;
  }

  /**
   * What was done about a daemon.
   *
   * @param wanted what had to be done by its run, with the reason
   */
  record Ensured(Action action, UnitAction wanted) {}

  /**
   * Makes the daemon run, by one look at it.
   *
   * @param wanted says of the present run what has to be done about it
   * @throws dev.nodeready.failure.FailureException when it cannot be started
   */
  Ensured ensure(Daemon daemon, Function<Optional<UnitRun>, UnitAction> wanted)
      throws InterruptedException;

  /**
   * Whether a daemon that {@link #ensure} starts has no other proof of itself than what listens, so
   * that nobody else may listen there before.
   */
  default boolean knowsByListening() {
    return false;
  }

  /** Why the daemon will not come up any more; empty while it may. */
  Optional<Failure> failed(Daemon daemon) throws InterruptedException;

  /** How often the daemon was started again by itself since this supervisor looked first. */
  int restarts(Daemon daemon) throws InterruptedException;

  /** The last lines that the daemon wrote, oldest first. */
  List<String> lastLines(Daemon daemon, int most) throws InterruptedException;

  /** Whether what daemons write goes to systemd's journal. */
  default boolean logsToJournal() {
    return false;
  }

  /** The command that shows the daemon's log; empty where nobody here knows where that is. */
  String logCommand(Daemon daemon);

  /** Wakes when the daemon's state changes. */
  Trigger watch(Daemon daemon);

  /**
   * Has the service manager read its files again; nothing where there is none.
   *
   * @throws dev.nodeready.failure.FailureException when it does not
   */
  default void reload() throws InterruptedException {}

  /**
   * Restarts another unit and waits until it runs; nothing where there is no service manager.
   *
   * @throws dev.nodeready.failure.FailureException when it does not come up
   */
  default void restart(String unit) throws InterruptedException {}

  /**
   * Stops a unit or a daemon and waits until it has ended; nothing where nobody here runs it.
   *
   * @throws dev.nodeready.failure.FailureException when it does not end
   */
  default void stop(String unit) throws InterruptedException {}

  /**
   * Units that start at boot by themselves and should not, each with why; none where nobody knows.
   */
  default List<String> strays() throws InterruptedException {
    return List.of();
  }

  @Override
  default void close() {}
}
