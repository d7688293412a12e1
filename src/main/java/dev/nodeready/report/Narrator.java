package dev.nodeready.report;

import dev.nodeready.failure.Failure;
import dev.nodeready.plan.Event;
import dev.nodeready.plan.Listener;
import dev.nodeready.plan.Outcome;
import dev.nodeready.plan.Result;
import dev.nodeready.retry.Waits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the boot in lines: one for each step, one when a wait begins or its reason changes in kind,
 * one for the verdict.
 */
public final class Narrator implements Listener {
  private static final Logger LOG = LoggerFactory.getLogger("boot");

  /** What a verdict counts is told line by line before it. */
  private static final String LISTED = "  {}";

  /** How that is told which is not what a boot ends with. */
  private static final String BESIDE = "degraded before that: {}";

  /** What needs a look is told once: by the verdict, or before one that tells something else. */
  private final List<Failure> degraded = new ArrayList<>();

  private Reminders reminders = new Reminders();

  @Override
  public void on(Event event) {
    switch (event) {
      case Event.PlanStarted _ -> {
        degraded.clear();
        reminders = new Reminders();
      }
      case Event.StepStarted _ -> reminders = new Reminders();
      case Event.StepResumed _, Event.StepAttempted _, Event.Found _ -> {}
      case Event.StepWaiting e -> waiting(e);
      case Event.StepNoted e -> LOG.warn("{}/{}: {}", e.phase(), e.step(), e.text());
      case Event.Flapped e -> LOG.warn("{}/{}: {}", e.phase(), e.step(), e.what());
      case Event.StepEnded e -> ended(e);
      case Event.PlanEnded e -> verdict(e.result());
    }
  }

  private void waiting(Event.StepWaiting e) {
    if (!reminders.due(e.kind(), e.at())) {
      return;
    }
    LOG.info(
        "{}/{}: waiting for {}: {} ({} s gone, {} s left)",
        e.phase(),
        e.step(),
        e.subject(),
        e.because(),
        e.elapsed().toSeconds(),
        Waits.roundedUp(e.left()));
  }

  private void ended(Event.StepEnded e) {
    String name = e.phase() + "/" + e.step();
    String detail = e.outcome().detail();
    switch (e.outcome()) {
      case Outcome.Skipped _ -> LOG.debug("{}: skipped, {}", name, detail);
      case Outcome.Changed _, Outcome.Unchanged _ ->
          LOG.info(
              "{}: {}{} ({})",
              name,
              e.outcome().word(),
              detail.isEmpty() ? "" : ", " + detail,
              time(e));
      case Outcome.Degraded worse -> {
        degraded.add(worse.failure());
        LOG.warn("{}: degraded, {} ({})", name, worse.failure().code(), time(e));
      }
      case Outcome.Failed _ -> LOG.error("{}: failed ({})", name, time(e));
    }
  }

  private static String time(Event.StepEnded e) {
    String took = seconds(e.took());
    return e.waited().isZero() ? took : took + ", of which waited " + seconds(e.waited());
  }

  private void verdict(Result result) {
    switch (result) {
      case Result.Succeeded _ -> LOG.info("verdict: succeeded");
      case Result.Degraded worse -> tell("verdict: degraded, {}", worse.failures());
      case Result.Failed failed -> {
        tell(BESIDE, degraded);
        failed.failure().toList().forEach(line -> LOG.error(LISTED, line));
        LOG.error("verdict: failed, {}", sentence(failed.failure()));
      }
      case Result.Stopped stopped -> {
        tell(BESIDE, degraded);
        LOG.warn("verdict: {}", stopped.why());
      }
    }
  }

  private static void tell(String form, List<Failure> failures) {
    failures.stream()
        .flatMap(failure -> failure.toList().stream())
        .forEach(line -> LOG.warn(LISTED, line));
    failures.forEach(failure -> LOG.warn(form, failure.toSentence() + failure.more()));
  }

  private static String sentence(Failure failure) {
    return failure.toSentence()
        + (ExitCode.of(failure) == ExitCode.RETRY
            ? " (worth trying again)"
            : " (trying again will not help)")
        + failure.more();
  }

  private static String seconds(Duration time) {
    long millis = time.toMillis();
    return millis / 1000 + "." + String.valueOf(1000 + millis % 1000).substring(1) + " s";
  }
}
