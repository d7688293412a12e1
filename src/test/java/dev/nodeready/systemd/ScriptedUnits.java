package dev.nodeready.systemd;

import dev.nodeready.ready.Signal;
import dev.nodeready.ready.Trigger;
import dev.nodeready.retry.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A service manager that does what a test says. Units are there and inactive until told otherwise;
 * a start makes one active, unless it was told to fail.
 */
public final class ScriptedUnits implements Units {
  private final Map<String, UnitState> states = new ConcurrentHashMap<>();
  private final Map<String, UnitState> afterStart = new ConcurrentHashMap<>();
  private final Map<String, JobResult> ends = new ConcurrentHashMap<>();
  private final Map<String, List<String>> journal = new ConcurrentHashMap<>();
  private final Map<String, List<Signal>> watches = new ConcurrentHashMap<>();
  private final List<String> calls = new CopyOnWriteArrayList<>();
  private int pids = 100;

  /** A unit that is loaded and does not run. */
  public static UnitState inactive(String unit) {
    return new UnitState(
        unit,
        "loaded",
        "inactive",
        "dead",
        "disabled",
        false,
        true,
        "success",
        0,
        0,
        0,
        Duration.ZERO);
  }

  /** A unit that runs as this process. */
  public static UnitState running(String unit, int pid) {
    return new UnitState(
        unit,
        "loaded",
        "active",
        "running",
        "disabled",
        false,
        true,
        "success",
        0,
        0,
        pid,
        Duration.ofSeconds(1));
  }

  /** A unit on its way up. */
  public static UnitState starting(String unit) {
    return new UnitState(
        unit,
        "loaded",
        "activating",
        "start",
        "disabled",
        true,
        true,
        "success",
        0,
        0,
        99,
        Duration.ZERO);
  }

  /** A unit that will be started again by itself, for the n-th time. */
  public static UnitState restarting(String unit, int restarts) {
    return new UnitState(
        unit,
        "loaded",
        "activating",
        "auto-restart",
        "disabled",
        false,
        true,
        "exit-code",
        restarts,
        1,
        0,
        Duration.ZERO);
  }

  /** A unit that systemd has given up. */
  public static UnitState failed(String unit, String result) {
    return new UnitState(
        unit,
        "loaded",
        "failed",
        "failed",
        "disabled",
        false,
        true,
        result,
        5,
        1,
        0,
        Duration.ZERO);
  }

  /** The unit is so from now on, and whoever watches it is woken. */
  public ScriptedUnits is(UnitState state) {
    states.put(state.id(), state);
    watches.getOrDefault(state.id(), List.of()).forEach(Signal::fire);
    return this;
  }

  /** A start or restart of the unit ends in this state. */
  public ScriptedUnits becomesWhenStarted(UnitState state) {
    afterStart.put(state.id(), state);
    return this;
  }

  /** A start of the unit ends so, and the unit stays as it is. */
  public ScriptedUnits endsWhenStarted(String unit, JobResult result) {
    ends.put(unit, result);
    return this;
  }

  /** The unit's journal ends with these lines. */
  public ScriptedUnits says(String unit, String... lines) {
    journal.put(unit, List.of(lines));
    return this;
  }

  /** What was asked for, such as {@code restart kubelet.service}. */
  public List<String> calls() {
    return calls;
  }

  @Override
  public UnitState state(String unit) {
    return states.getOrDefault(unit, inactive(unit));
  }

  @Override
  public Job start(String unit) {
    calls.add("start " + unit);
    return state(unit).isActive() ? new Done(JobResult.DONE) : begin(unit);
  }

  @Override
  public Job stop(String unit) {
    calls.add("stop " + unit);
    JobResult end = ends.getOrDefault(unit, JobResult.DONE);
    if (end == JobResult.DONE) {
      is(inactive(unit));
    }
    return new Done(end);
  }

  @Override
  public Job restart(String unit) {
    calls.add("restart " + unit);
    return begin(unit);
  }

  private Job begin(String unit) {
    JobResult end = ends.get(unit);
    if (end != null) {
      return new Done(end);
    }
    UnitState after = afterStart.getOrDefault(unit, running(unit, ++pids));
    is(after);
    return new Done(after.isActive() ? JobResult.DONE : JobResult.FAILED);
  }

  @Override
  public void reload() {
    calls.add("reload");
  }

  @Override
  public List<String> lastLines(String unit, int most) {
    List<String> lines = journal.getOrDefault(unit, List.of());
    return lines.subList(Math.max(0, lines.size() - most), lines.size());
  }

  @Override
  public Trigger watch(String unit) {
    Signal signal = new Signal();
    watches.computeIfAbsent(unit, _ -> new ArrayList<>()).add(signal);
    return signal;
  }

  @Override
  public void close() {}

  private record Done(JobResult how) implements Job {
    @Override
    public Optional<JobResult> result() {
      return Optional.of(how);
    }

    @Override
    public Optional<JobResult> await(Deadline deadline) {
      return Optional.of(how);
    }
  }
}
