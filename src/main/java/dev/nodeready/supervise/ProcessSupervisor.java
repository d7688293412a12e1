package dev.nodeready.supervise;

import dev.nodeready.failure.Failure;
import dev.nodeready.host.Child;
import dev.nodeready.host.ProcessId;
import dev.nodeready.host.Root;
import dev.nodeready.ready.Signal;
import dev.nodeready.ready.Trigger;
import dev.nodeready.retry.Time;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * Runs the daemons as children of this process, for containers and rehearsals where no systemd is.
 * A daemon that ends is not started again: its end is the news. Children outlive this process, as
 * they would under systemd, and the next one finds them again by {@code /run/nodeready/NAME.pid}.
 */
public final class ProcessSupervisor implements Supervisor {
  private static final Duration GRACE = Duration.ofSeconds(10);

  private final Root root;
  private final Function<Daemon, List<String>> commandLines;
  private final Ground ground;
  private final Map<Daemon, Child> children = new EnumMap<>(Daemon.class);

  /**
   * A supervisor of this process's own children, which run on the files that they are told.
   *
   * @param root where their output goes, in {@code /var/log/nodeready}
   * @param commandLines program and arguments of each daemon, asked when it is started
   */
  public ProcessSupervisor(Root root, Function<Daemon, List<String>> commandLines) {
    this(root, commandLines, Ground.AS_NAMED);
  }

  ProcessSupervisor(Root root, Function<Daemon, List<String>> commandLines, Ground ground) {
    this.root = root;
    this.commandLines = commandLines;
    this.ground = ground;
  }

  @Override
  public boolean manages() {
    return true;
  }

  @Override
  public boolean knowsByListening() {
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
    return PidFile.running(root, daemon)
        .map(file ->
            new UnitRun(
                "pid %d, started at tick %s".formatted(file.id().pid(), file.id().started()),
                Optional.of(file.since())));
  }

  /** The daemon that was started last, by this process or an earlier one. */
  private Optional<Child> child(Daemon daemon) {
    if (!children.containsKey(daemon)) {
      PidFile.running(root, daemon)
          .flatMap(file -> Child.found(file.id(), log(daemon)))
          .ifPresent(found -> children.put(daemon, found));
    }
    return Optional.ofNullable(children.get(daemon));
  }

  private Path log(Daemon daemon) {
    return root.at("/var/log/nodeready/" + daemon.program() + ".log");
  }

  @Override
  public Ensured ensure(Daemon daemon, Function<Optional<UnitRun>, UnitAction> wanted)
      throws InterruptedException {
    Optional<UnitRun> run = run(daemon);
    UnitAction action = wanted.apply(run);
    if (run.isPresent() && action.kind() != UnitAction.Kind.RESTART) {
      return new Ensured(Action.UNTOUCHED, action);
    }
    stop(daemon);
    start(daemon);
    return new Ensured(run.isPresent() ? Action.RESTARTED : Action.STARTED, action);
  }

  private void start(Daemon daemon) {
    List<String> words = ground.commandLine(commandLines.apply(daemon), neighbourOf(daemon));
    Instant before = Time.SYSTEM.now();
    children.put(
        daemon, Child.start(words, log(daemon), child -> makeKnown(daemon, child, before)));
  }

  private void makeKnown(Daemon daemon, Child child, Instant since) {
    ProcessId.of(child.pid()).ifPresent(id -> new PidFile(id, since).write(root, daemon));
  }

  private OptionalLong neighbourOf(Daemon daemon) {
    return Arrays.stream(Daemon.values())
        .filter(other -> other != daemon)
        .flatMap(other -> PidFile.running(root, other).stream())
        .mapToLong(file -> file.id().pid())
        .findFirst();
  }

  @Override
  public Optional<Failure> failed(Daemon daemon) {
    return child(daemon).filter(child -> !child.isAlive()).map(child -> ended(daemon, child));
  }

  private static Failure ended(Daemon daemon, Child child) {
    OptionalInt code = child.exitCode();
    return Failure.permanent(
            daemon.exited(),
            "keep " + daemon.program() + " running",
            "it ended" + (code.isPresent() ? " with exit code " + code.getAsInt() : ""),
            "mend what its last lines say: journalctl -u " + daemon.program())
        .saying(String.join("\n", child.lastLines(5)));
  }

  @Override
  public int restarts(Daemon daemon) {
    return 0;
  }

  @Override
  public String logCommand(Daemon daemon) {
    return "tail -n 50 " + log(daemon);
  }

  @Override
  public List<String> lastLines(Daemon daemon, int most) {
    return child(daemon).map(child -> child.lastLines(most)).orElse(List.of());
  }

  @Override
  public Trigger watch(Daemon daemon) {
    Signal signal = new Signal();
    child(daemon).ifPresent(child -> child.whenEnded(signal::fire));
    return signal;
  }

  /**
   * Ends every child, kubelet first.
   *
   * @throws InterruptedException when this process is being stopped; what was asked to end is
   *     killed
   */
  public void stopAll() throws InterruptedException {
    stop(Daemon.KUBELET);
    stop(Daemon.CONTAINERD);
  }

  @Override
  public void stop(String unit) throws InterruptedException {
    for (Daemon daemon : Daemon.values()) {
      if (daemon.unit().equals(unit)) {
        stop(daemon);
      }
    }
  }

  private void stop(Daemon daemon) throws InterruptedException {
    Optional<Child> child = child(daemon);
    if (child.isPresent()) {
      child.get().stop(GRACE);
    }
  }
}
