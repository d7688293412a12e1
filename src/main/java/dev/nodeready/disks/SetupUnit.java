package dev.nodeready.disks;

import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import dev.nodeready.failure.FailureException;
import dev.nodeready.failure.Words;
import dev.nodeready.host.Commands;
import dev.nodeready.host.Root;
import dev.nodeready.host.RunLock;
import dev.nodeready.ready.AnyTrigger;
import dev.nodeready.ready.PathTrigger;
import dev.nodeready.ready.Trigger;
import dev.nodeready.ready.Verdict;
import dev.nodeready.ready.Waiter;
import dev.nodeready.retry.Deadline;
import dev.nodeready.retry.Time;
import dev.nodeready.retry.Timestamp;
import dev.nodeready.systemd.UnitState;
import dev.nodeready.systemd.Units;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Has the disks set up by a unit of its own and follows it. What is forbidden to a boot, as to make
 * setuid files, would hold for its children too; and a copy goes on where the boot is stopped or
 * tried again, which then follows the same one.
 */
public final class SetupUnit {
  /** The unit. */
  public static final String NAME = "nodeready-disks.service";

  /** Two that ask at once would take each other's report. */
  private static final String LOCK = "/run/nodeready/disks.asked.lock";

  /** What it does is bounded by itself, as long as it moves. */
  private static final Duration LIMIT = Duration.ofDays(2);

  private static final Duration TICK = Duration.ofSeconds(1);
  private static final Duration LOOK = Duration.ofSeconds(10);
  private static final Duration SILENCE = Duration.ofMinutes(5);
  private static final int LINES = 5;

  private final Root root;
  private final Units units;
  private final ReportFile file;
  private final Time time;

  /** When systemd has to have answered again. */
  private Deadline silence;

  /**
   * Has it done by the unit, where systemd runs this machine and has it.
   *
   * @param words as in {@link SetupWords}
   * @param others hears of another one that is waited for, who asked the unit before
   * @return what was done; empty where there is no such unit
   * @throws dev.nodeready.failure.FailureException what the unit failed with
   * @throws InterruptedException when the caller is being stopped; the unit goes on
   */
  public static Optional<Report> run(
      Root root, List<String> words, Consumer<String> others, Time time)
      throws InterruptedException {
    try (Units units = Units.of(root, new Commands(Map.of()))) {
      SetupUnit unit = new SetupUnit(root, units, time);
      return unit.isThere() ? Optional.of(unit.setUp(words, others)) : Optional.empty();
    }
  }

  /** The unit of the machine below {@code root}. */
  SetupUnit(Root root, Units units, Time time) {
    this.root = root;
    this.units = units;
    this.time = time;
    file = new ReportFile(root);
    silence = Deadline.after(SILENCE, time);
  }

  private boolean isThere() throws InterruptedException {
    return units.state(NAME).load().equals("loaded");
  }

  /** Has it done; one that is at work already is followed to its end first. */
  private Report setUp(List<String> words, Consumer<String> others) throws InterruptedException {
    Deadline deadline = Deadline.after(LIMIT, time);
    String holder = "pid " + ProcessHandle.current().pid() + ", since " + Timestamp.of(time.now());
    try (RunLock lock = new RunLock(root, LOCK, holder);
        Trigger trigger = trigger()) {
      boolean _ = lock.take(deadline, others);
      if (units.state(NAME).isComing()) {
        end(trigger, deadline);
      }
      file.ask(words);
      units.start(NAME);
      UnitState ended = end(trigger, deadline);
      return result(words, ended);
    }
  }

  private Trigger trigger() {
    try {
      return AnyTrigger.of(units.watch(NAME), PathTrigger.of(root.at(ReportFile.PATH)));
    } catch (IOException e) {
      throw Failure.passing(Code.HOST_WATCH_FAILED, "watch " + ReportFile.PATH, Words.of(e))
          .asException(e);
    }
  }

  private UnitState end(Trigger trigger, Deadline deadline) throws InterruptedException {
    return new Waiter("the instance-store disks", TICK, LOOK).await(_ -> look(), trigger, deadline);
  }

  private Verdict<UnitState> look() throws InterruptedException {
    try {
      UnitState state = units.state(NAME);
      silence = Deadline.after(SILENCE, time);
      if (!state.isComing() && !state.isActive()) {
        return new Verdict.Ready<>(state);
      }
    } catch (FailureException e) {
      // While disks are written to, systemd may take long for an answer.
      if (silence.passed()) {
        throw e;
      }
    }
    String says = file.read().map(ReportFile.Told::says).orElse("");
    return new Verdict.NotYet<>(
        Failure.passing(
            Code.HOST_LOCAL_DISKS_FAILED,
            "set up the instance-store disks",
            says.isEmpty() ? NAME + " is at work" : says,
            Code.HOST_LOCAL_DISKS_FAILED.remedy("COMMAND", "journalctl -u " + NAME)));
  }

  private Report result(List<String> words, UnitState ended) throws InterruptedException {
    Optional<ReportFile.Told> told = file.read().filter(last -> last.words().equals(words));
    Optional<Failure> failure = told.flatMap(ReportFile.Told::failure);
    Optional<Report> report = told.flatMap(ReportFile.Told::report);
    if (failure.isPresent()) {
      throw failure.get().asException();
    }
    if (report.isPresent() && ended.result().equals("success")) {
      return report.get();
    }
    throw Failure.passing(
            Code.HOST_LOCAL_DISKS_FAILED,
            "run " + NAME,
            "it is " + ended.words() + " and has told nothing",
            "mend what its last lines say: journalctl -u " + NAME)
        .saying(String.join("\n", units.lastLines(NAME, LINES)))
        .asException();
  }
}
