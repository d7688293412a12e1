package dev.nodeready.supervise;

import dev.nodeready.failure.Failure;
import dev.nodeready.host.Child;
import dev.nodeready.host.Root;
import dev.nodeready.ready.Signal;
import dev.nodeready.ready.Trigger;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Runs the daemons as children of this process, for containers and rehearsals where no systemd is.
 * A daemon that ends is not started again: its end is the news. Children outlive a boot that
 * succeeded.
 */
public final class ProcessSupervisor implements Supervisor {
  private static final Duration GRACE = Duration.ofSeconds(10);

  private final Root root;
  private final Function<Daemon, List<String>> commandLines;
  private final Map<String, String> environment;
  private final Map<Daemon, Child> children = new EnumMap<>(Daemon.class);

  /**
   * A supervisor of this process's own children.
   *
   * @param root where their output goes, in {@code /var/log/nodeready}
   * @param commandLines program and arguments of each daemon, asked when it is started
   * @param environment variables beside this process's own
   */
  public ProcessSupervisor(
      Root root, Function<Daemon, List<String>> commandLines, Map<String, String> environment) {
    this.root = root;
    this.commandLines = commandLines;
    this.environment = Map.copyOf(environment);
  }

  @Override
  public boolean manages() {
    return true;
  }

  @Override
  public Optional<UnitRun> run(String unit) {
    for (Daemon daemon : Daemon.values()) {
      if (daemon.unit().equals(unit)) {
        return run(daemon);
      }
    }
    return Optional.empty();
  }

  @Override
  public Optional<UnitRun> run(Daemon daemon) {
    Child child = children.get(daemon);
    return child == null || child.exitCode().isPresent()
        ? Optional.empty()
        : Optional.of(new UnitRun("pid " + child.pid(), child.since()));
  }

  @Override
  public Ensured ensure(Daemon daemon, Function<Optional<UnitRun>, UnitAction> wanted)
      throws InterruptedException {
    Optional<UnitRun> run = run(daemon);
    UnitAction action = wanted.apply(run);
    if (run.isPresent() && action.kind() != UnitAction.Kind.RESTART) {
      return new Ensured(Action.UNTOUCHED, action);
    }
    stop(children.get(daemon));
    children.put(
        daemon,
        Child.start(
            commandLines.apply(daemon),
            environment,
            root.at("/var/log/nodeready/" + daemon.program() + ".log")));
    return new Ensured(run.isPresent() ? Action.RESTARTED : Action.STARTED, action);
  }

  @Override
  public Optional<Failure> failed(Daemon daemon) {
    Child child = children.get(daemon);
    if (child == null || child.exitCode().isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        Failure.permanent(
                daemon.exited(),
                "keep " + daemon.program() + " running",
                "it ended with exit code " + child.exitCode().getAsInt(),
                "mend what its last lines say; all of its output is in /var/log/nodeready")
            .saying(String.join(" | ", child.lastLines(5))));
  }

  @Override
  public int restarts(Daemon daemon) {
    return 0;
  }

  @Override
  public List<String> lastLines(Daemon daemon, int most) {
    Child child = children.get(daemon);
    return child == null ? List.of() : child.lastLines(most);
  }

  @Override
  public Trigger watch(Daemon daemon) {
    Signal signal = new Signal();
    Child child = children.get(daemon);
    if (child != null) {
      child.whenEnded(signal::fire);
    }
    return signal;
  }

  /**
   * Ends every child, kubelet first.
   *
   * @throws InterruptedException when this process is being stopped; what was asked to end is
   *     killed
   */
  public void stopAll() throws InterruptedException {
    stop(children.get(Daemon.KUBELET));
    stop(children.get(Daemon.CONTAINERD));
  }

  private static void stop(@Nullable Child child) throws InterruptedException {
    if (child != null) {
      child.stop(GRACE);
    }
  }
}
