package dev.nodeready.plan;

import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import dev.nodeready.failure.FailureException;
import dev.nodeready.failure.OutOfMemory;
import dev.nodeready.retry.Time;
import dev.nodeready.retry.Waits;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Runs the phases of a plan in order and tells listeners of everything that happens. The first step
 * that fails ends the plan; an interrupt stops it at once.
 */
public final class Sequencer {
  private final List<Listener> listeners;
  private final Time time;
  private final UnaryOperator<Failure> told;

  /** A sequencer that tells {@code listeners}, in this order. */
  public Sequencer(List<Listener> listeners, Time time) {
    this(listeners, time, UnaryOperator.identity());
  }

  /**
   * The same.
   *
   * @param told puts a failure into the terms of where the plan runs, and may say more of it
   */
  public Sequencer(List<Listener> listeners, Time time, UnaryOperator<Failure> told) {
    this.listeners = List.copyOf(listeners);
    this.time = time;
    this.told = told;
  }

  /** Runs the selected steps; never throws for what a step does. */
  public Result run(List<Phase> phases, Selection selection) {
    tell(new Event.PlanStarted(time.now()));
    Result result = runAll(phases, selection);
    tell(new Event.PlanEnded(time.now(), result));
    return result;
  }

  private Result runAll(List<Phase> phases, Selection selection) {
    List<Failure> degraded = new ArrayList<>();
    for (Phase phase : phases) {
      for (Step step : phase.steps()) {
        try {
          switch (runOne(phase, step, selection)) {
            case Outcome.Failed failed -> {
              return new Result.Failed(failed.failure());
            }
            case Outcome.Degraded worse -> degraded.add(worse.failure());
            case Outcome.Changed _, Outcome.Unchanged _, Outcome.Skipped _ -> {}
          }
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          return new Result.Stopped("stopped in " + phase.name() + "/" + step.name());
        }
      }
    }
    return degraded.isEmpty() ? new Result.Succeeded() : new Result.Degraded(List.copyOf(degraded));
  }

  private Outcome runOne(Phase phase, Step step, Selection selection) throws InterruptedException {
    StepRun run = new StepRun(phase.name(), step.name(), time, this::tell);
    if (!selection.includes(phase.name(), step.name())) {
      return run.end(new Outcome.Skipped("not selected"));
    }
    run.start();
    return run.end(placed(attempt(step, run)));
  }

  private Outcome placed(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Failed failed -> new Outcome.Failed(told.apply(failed.failure()));
      case Outcome.Degraded worse -> new Outcome.Degraded(told.apply(worse.failure()));
      case Outcome.Changed _, Outcome.Unchanged _, Outcome.Skipped _ -> outcome;
    };
  }

  private static Outcome attempt(Step step, StepRun run) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    try {
      return Waits.heardBy(run, () -> step.action().run(run));
    } catch (FailureException e) {
      throwIfStopped(e);
      return new Outcome.Failed(e.failure());
    } catch (OutOfMemoryError e) {
      return new Outcome.Failed(OutOfMemory.failure("run step " + step.name(), e));
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      throwIfStopped(e);
      return new Outcome.Failed(unexpected(step, e));
    }
  }

  /**
   * What fails while the boot is being stopped fails because of that: even a native library does
   * not load for a thread that is interrupted.
   */
  private static void throwIfStopped(Throwable e) throws InterruptedException {
    if (Thread.interrupted()) {
      throw (InterruptedException) new InterruptedException().initCause(e);
    }
  }

  private static Failure unexpected(Step step, Throwable e) {
    return Failure.passing(
        Code.BOOT_UNEXPECTED,
        "run step " + step.name(),
        "an error nobody expected: " + e + " at " + firstFrame(e));
  }

  private static String firstFrame(Throwable e) {
    StackTraceElement[] trace = e.getStackTrace();
    return trace.length == 0 ? "an unknown place" : trace[0].toString();
  }

  private void tell(Event event) {
    listeners.forEach(listener -> listener.on(event));
  }
}
