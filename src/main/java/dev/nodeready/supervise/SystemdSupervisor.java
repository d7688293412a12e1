package dev.nodeready.supervise;

import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import dev.nodeready.ready.Trigger;
import dev.nodeready.retry.Deadline;
import dev.nodeready.retry.Time;
import dev.nodeready.systemd.Job;
import dev.nodeready.systemd.JobResult;
import dev.nodeready.systemd.UnitFailure;
import dev.nodeready.systemd.UnitState;
import dev.nodeready.systemd.Units;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** systemd runs the daemons; it is asked and listened to over its own socket. */
public final class SystemdSupervisor implements Supervisor {
  private static final Duration RESTART_LIMIT = Duration.ofSeconds(90);

  /** systemd's own patience is 90 s; then it kills. */
  private static final Duration STOP_LIMIT = Duration.ofMinutes(2);

  private static final Map<String, String> STRAYS =
      Map.of(
          "kubelet.service", "and skipped at boot until the runtime answers",
          "nodeadm-config.service", "and two agents then write the same files",
          "nodeadm-run.service", "and two agents then write the same files");

  private final Units units;
  private final Time time;
  private final Map<Daemon, Job> jobs = new EnumMap<>(Daemon.class);
  private final Set<Daemon> seenComing = EnumSet.noneOf(Daemon.class);

  public SystemdSupervisor(Units units, Time time) {
    this.units = units;
    this.time = time;
  }

  @Override
  public boolean manages() {
    return true;
  }

  /**
   * Since its main process began, which is when it read its files: a unit counts as active only
   * later, and one that is still on its way may have read what is old by now. systemd's times and
   * {@link Time#nanos} are both of the kernel's monotonic clock.
   */
  @Override
  public Optional<UnitRun> run(String unit) throws InterruptedException {
    return run(units.state(unit));
  }

  private Optional<UnitRun> run(UnitState state) {
    boolean reads = state.isActive() || (state.isComing() && state.mainPid() != 0);
    if (!reads) {
      return Optional.empty();
    }
    Instant since = time.now().minusNanos(time.nanos()).plus(state.mainSince());
    return Optional.of(
        new UnitRun("pid " + state.mainPid() + " at " + state.mainSince(), Optional.of(since)));
  }

  @Override
  public boolean comes(String unit) throws InterruptedException {
    return units.state(unit).isComing();
  }

  /**
   * A daemon that is on its way up already is left alone: at boot systemd itself starts containerd.
   */
  @Override
  public Ensured ensure(Daemon daemon, Function<Optional<UnitRun>, UnitAction> wanted)
      throws InterruptedException {
    UnitState state = units.state(daemon.unit());
    UnitAction action = wanted.apply(run(state));
    boolean anew = action.kind() == UnitAction.Kind.RESTART;
    if (!anew && (state.isActive() || state.isComing())) {
      if (!state.isActive()) {
        seenComing.add(daemon);
      }
      return new Ensured(Action.UNTOUCHED, action);
    }
    boolean runs = state.isActive() || anew;
    jobs.put(daemon, runs ? units.restart(daemon.unit()) : units.start(daemon.unit()));
    return new Ensured(runs ? Action.RESTARTED : Action.STARTED, action);
  }

  @Override
  public Optional<Failure> failed(Daemon daemon) throws InterruptedException {
    startWhatDidNotCome(daemon);
    Job job = jobs.get(daemon);
    Optional<JobResult> ended = job == null ? Optional.empty() : job.result();
    if (ended.isPresent() && ended.get() == JobResult.DEPENDENCY) {
      return Optional.of(dependency(daemon));
    }
    return UnitFailure.of(units, daemon.unit(), daemon.codes());
  }

  /**
   * How the job of somebody else ended, such as by a dependency, is told to nobody, and leaves the
   * unit as if it had never been started. Our own job meets the same and is told.
   */
  private void startWhatDidNotCome(Daemon daemon) throws InterruptedException {
    if (!seenComing.contains(daemon)) {
      return;
    }
    UnitState state = units.state(daemon.unit());
    if (state.isComing()) {
      return;
    }
    seenComing.remove(daemon);
    boolean neverBegan = state.active().equals("inactive") && state.mainSince().isZero();
    if (neverBegan && state.conditionMet() && state.load().equals("loaded")) {
      jobs.put(daemon, units.start(daemon.unit()));
    }
  }

  private static Failure dependency(Daemon daemon) {
    return Failure.passing(
        daemon.codes().dependency(),
        "start " + daemon.unit(),
        "a unit that it requires has failed",
        "see which: systemctl list-dependencies --all " + daemon.unit());
  }

  @Override
  public int restarts(Daemon daemon) throws InterruptedException {
    return units.state(daemon.unit()).restarts();
  }

  @Override
  public boolean logsToJournal() {
    return true;
  }

  @Override
  public String logCommand(Daemon daemon) {
    return "journalctl -u " + daemon.program();
  }

  @Override
  public List<String> lastLines(Daemon daemon, int most) throws InterruptedException {
    return units.lastLines(daemon.unit(), most);
  }

  @Override
  public Trigger watch(Daemon daemon) {
    return units.watch(daemon.unit());
  }

  @Override
  public void reload() throws InterruptedException {
    units.reload();
  }

  @Override
  public void restart(String unit) throws InterruptedException {
    Optional<JobResult> result = units.restart(unit).await(Deadline.after(RESTART_LIMIT, time));
    if (result.isEmpty() || result.get() != JobResult.DONE) {
      throw Failure.passing(
              Code.SYSTEMD_RESTART_FAILED,
              "restart " + unit,
              "its job " + result.map(r -> "ended as " + r).orElse("did not end in time"),
              "see systemctl status " + unit)
          .asException();
    }
  }

  @Override
  public void stop(String unit) throws InterruptedException {
    Optional<JobResult> result = units.stop(unit).await(Deadline.after(STOP_LIMIT, time));
    if (result.isEmpty() || result.get() != JobResult.DONE) {
      throw Failure.passing(
              Code.SYSTEMD_STOP_FAILED,
              "stop " + unit,
              "its job " + result.map(r -> "ended as " + r).orElse("did not end in time"),
              Code.SYSTEMD_STOP_FAILED.remedy("UNIT", unit))
          .asException();
    }
  }

  @Override
  public List<String> strays() throws InterruptedException {
    List<String> strays = new ArrayList<>();
    for (Map.Entry<String, String> stray : STRAYS.entrySet()) {
      UnitState state = units.state(stray.getKey());
      // The package of nodeadm's names has units that nobody enables.
      if (state.isEnabled() && state.id().equals(stray.getKey())) {
        strays.add(
            "%s is enabled as well, %s: systemctl disable %s"
                .formatted(stray.getKey(), stray.getValue(), stray.getKey()));
      }
    }
    return strays;
  }

  @Override
  public void close() {
    units.close();
  }
}
