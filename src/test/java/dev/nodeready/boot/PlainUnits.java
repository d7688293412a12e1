package dev.nodeready.boot;

import dev.nodeready.failure.Failure;
import dev.nodeready.ready.Signal;
import dev.nodeready.ready.Trigger;
import dev.nodeready.supervise.Daemon;
import dev.nodeready.supervise.Supervisor;
import dev.nodeready.supervise.UnitAction;
import dev.nodeready.supervise.UnitRun;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** Units that start at once. */
final class PlainUnits implements Supervisor {
  final Map<String, UnitRun> runs = new LinkedHashMap<>();
  final List<String> done = new ArrayList<>();

  /** Which units are on their way up. */
  Predicate<String> coming = unit -> false;

  private void begin(String unit) {
    runs.put(unit, new UnitRun("run " + done.size(), Optional.of(Instant.MAX)));
  }

  @Override
  public boolean manages() {
    return true;
  }

  @Override
  public Optional<UnitRun> run(String unit) {
    return Optional.ofNullable(runs.get(unit));
  }

  @Override
  public boolean comes(String unit) {
    return coming.test(unit);
  }

  @Override
  public Ensured ensure(Daemon daemon, Function<Optional<UnitRun>, UnitAction> wanted) {
    boolean runs = run(daemon.unit()).isPresent();
    UnitAction action = wanted.apply(run(daemon.unit()));
    if (runs && action.kind() != UnitAction.Kind.RESTART) {
      return new Ensured(Action.UNTOUCHED, action);
    }
    done.add((runs ? "restart " : "start ") + daemon.unit());
    begin(daemon.unit());
    return new Ensured(runs ? Action.RESTARTED : Action.STARTED, action);
  }

  @Override
  public void restart(String unit) {
    done.add("restart " + unit);
    begin(unit);
  }

  @Override
  public Optional<Failure> failed(Daemon daemon) {
    return Optional.empty();
  }

  @Override
  public int restarts(Daemon daemon) {
    return 0;
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
  public List<String> lastLines(Daemon daemon, int most) {
    return List.of();
  }

  @Override
  public Trigger watch(Daemon daemon) {
    return new Signal();
  }
}
