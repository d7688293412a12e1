package dev.nodeready.report;

import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import dev.nodeready.host.ProcessId;
import dev.nodeready.plan.Event;
import dev.nodeready.plan.Outcome;
import dev.nodeready.plan.Result;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A boot as it stands: the content of {@code /run/nodeready/status.json}, folded from the events of
 * the plan. Fields may be added; none goes or changes its meaning.
 *
 * @param process who runs the boot
 * @param exitCode {@link ExitCode#RETRY} while running
 * @param phase the phase that runs or ran last; null before the first
 * @param step the step that runs or ran last; null before the first
 * @param waiting null when not waiting
 * @param steps every step that ended, in order
 * @param failure what ended the boot, or the first thing that needs a look; null when all is well
 * @param flaps how often what the boot relied on went away again
 * @param join what is known of the join, by {@link #JOIN}; empty before it
 * @param refused why the last reload of a joined node was refused; null where none was
 */
public record BootRecord(
    String bootId,
    String version,
    ProcessId process,
    Instant startedAt,
    Instant updatedAt,
    State state,
    int exitCode,
    @Nullable String phase,
    @Nullable String step,
    @Nullable Waiting waiting,
    List<StepRecord> steps,
    @Nullable Failure failure,
    int flaps,
    Map<String, String> join,
    @Nullable Failure refused) {
  /** The names of {@link #join}, in the order of the file. */
  static final List<String> JOIN =
      List.of("node", "apiServer", "user", "certificateExpiresAt", "registeredAt", "readyAt");

  /** The version of this shape. */
  public static final int SCHEMA = 1;

  /** Where a boot can stand. */
  public enum State {
    RUNNING,
    SUCCEEDED,
    DEGRADED,
    FAILED,
    STOPPED;

    /** As it stands in the file. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * What is waited for, why it is not there, and the time.
   *
   * @param code of why; empty where nothing has failed
   */
  public record Waiting(
      String subject, String because, String code, Duration elapsed, Duration left) {}

  /** A step that ended. */
  public record StepRecord(
      String phase,
      String name,
      String outcome,
      Instant startedAt,
      Duration took,
      int attempts,
      Duration waited,
      String detail) {}

  /** A boot that has done nothing yet. */
  public static BootRecord starting(String bootId, String version, ProcessId process, Instant at) {
    return new BootRecord(
        bootId,
        version,
        process,
        at,
        at,
        State.RUNNING,
        ExitCode.RETRY,
        null,
        null,
        null,
        List.of(),
        null,
        0,
        Map.of(),
        null);
  }

  /** This record after {@code event}. */
  public BootRecord after(Event event) {
    return switch (event) {
      case Event.PlanStarted e -> at(e.at(), phase, step, null);
      case Event.StepStarted e -> at(e.at(), e.phase(), e.step(), null);
      case Event.StepWaiting e ->
          at(
              e.at(),
              e.phase(),
              e.step(),
              new Waiting(e.subject(), e.because(), e.code(), e.elapsed(), e.left()));
      case Event.StepResumed e -> at(e.at(), e.phase(), e.step(), null);
      case Event.StepAttempted e -> at(e.at(), e.phase(), e.step(), waiting);
      case Event.StepNoted e -> at(e.at(), e.phase(), e.step(), waiting);
      case Event.Found e -> found(e);
      case Event.Flapped e -> flapped(e);
      case Event.StepEnded e -> ended(e);
      case Event.PlanEnded e -> ended(e);
    };
  }

  /** Whether the configuration was refused before anything was changed. */
  public boolean isRefusal() {
    return exitCode == ExitCode.CONFIG
        && steps.stream().noneMatch(done -> done.outcome().equals("changed"));
  }

  /** Whether the boot made a node of the machine, with or without something that needs a look. */
  public boolean joined() {
    return switch (state) {
      case SUCCEEDED, DEGRADED -> true;
      case RUNNING, FAILED, STOPPED -> false;
    };
  }

  /** This record of a node that stays as it was, since it could not be reloaded. */
  public BootRecord refusing(Instant now, @Nullable Failure why) {
    return new BootRecord(
        bootId, version, process, startedAt, now, state, exitCode, phase, step, waiting, steps,
        failure, flaps, join, why);
  }

  private BootRecord at(
      Instant now, @Nullable String inPhase, @Nullable String inStep, @Nullable Waiting forWhat) {
    return new BootRecord(
        bootId, version, process, startedAt, now, state, exitCode, inPhase, inStep, forWhat, steps,
        failure, flaps, join, refused);
  }

  private BootRecord found(Event.Found e) {
    Map<String, String> all = new LinkedHashMap<>(join);
    all.putAll(e.facts());
    return new BootRecord(
        bootId, version, process, startedAt, e.at(), state, exitCode, phase, step, waiting, steps,
        failure, flaps, all, refused);
  }

  private BootRecord flapped(Event.Flapped e) {
    return new BootRecord(
        bootId, version, process, startedAt, e.at(), state, exitCode, phase, step, waiting, steps,
        failure, flaps + 1, join, refused);
  }

  private BootRecord ended(Event.StepEnded e) {
    boolean ran = !(e.outcome() instanceof Outcome.Skipped);
    List<StepRecord> more = new ArrayList<>(steps);
    more.add(
        new StepRecord(
            e.phase(),
            e.step(),
            e.outcome().word(),
            e.startedAt(),
            e.took(),
            e.attempts(),
            e.waited(),
            e.outcome().detail()));
    return new BootRecord(
        bootId,
        version,
        process,
        startedAt,
        e.at(),
        state,
        exitCode,
        ran ? e.phase() : phase,
        ran ? e.step() : step,
        null,
        List.copyOf(more),
        failure,
        flaps,
        join,
        refused);
  }

  private BootRecord ended(Event.PlanEnded e) {
    return new BootRecord(
        bootId,
        version,
        process,
        startedAt,
        e.at(),
        stateOf(e.result()),
        ExitCode.of(e.result()),
        phase,
        step,
        null,
        steps,
        failureOf(e.result()),
        flaps,
        join,
        refused);
  }

  private static State stateOf(Result result) {
    return switch (result) {
      case Result.Succeeded _ -> State.SUCCEEDED;
      case Result.Degraded _ -> State.DEGRADED;
      case Result.Failed _ -> State.FAILED;
      case Result.Stopped _ -> State.STOPPED;
    };
  }

  private static @Nullable Failure failureOf(Result result) {
    return switch (result) {
      case Result.Succeeded _ -> null;
      case Result.Degraded degraded -> degraded.failures().getFirst();
      case Result.Failed failed -> failed.failure();
      case Result.Stopped stopped ->
          Failure.passing(Code.BOOT_STOPPED, "boot this node", "it was " + stopped.why());
    };
  }
}
