package dev.nodeready.report;

import dev.nodeready.failure.Failure;
import dev.nodeready.plan.Event;
import dev.nodeready.plan.Listener;
import dev.nodeready.plan.Outcome;
import dev.nodeready.plan.Result;
import dev.nodeready.retry.Waits;
import java.time.Duration;
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

  private Reminders reminders = new Reminders();

  @Override
  public void on(Event event) {
    switch (event) {
      case Event.PlanStarted _, Event.StepStarted _ -> reminders = new Reminders();
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

  private static void ended(Event.StepEnded e) {
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
      case Outcome.Degraded _ -> LOG.warn("{}: degraded, {} ({})", name, detail, time(e));
      case Outcome.Failed _ -> LOG.error("{}: failed ({})", name, time(e));
    }
  }

  private static String time(Event.StepEnded e) {
    String took = seconds(e.took());
    return e.waited().isZero() ? took : took + ", of which waited " + seconds(e.waited());
  }

  private static void verdict(Result result) {
    switch (result) {
      case Result.Succeeded _ -> LOG.info("verdict: succeeded");
      case Result.Degraded degraded -> {
        degraded.failures().stream()
            .flatMap(failure -> failure.toList().stream())
            .forEach(line -> LOG.warn(LISTED, line));
        degraded
            .failures()
            .forEach(failure -> LOG.warn("verdict: degraded, {}", failure.toSentence()));
      }
      case Result.Failed failed -> {
        failed.failure().toList().forEach(line -> LOG.error(LISTED, line));
        LOG.error("verdict: failed, {}", sentence(failed.failure()));
      }
      case Result.Stopped stopped -> LOG.warn("verdict: {}", stopped.why());
    }
  }

  private static String sentence(Failure failure) {
    return failure.toSentence()
        + (ExitCode.of(failure) == ExitCode.RETRY
            ? " (worth trying again)"
            : " (trying again will not help)");
  }

  private static String seconds(Duration time) {
    long millis = time.toMillis();
    return millis / 1000 + "." + String.valueOf(1000 + millis % 1000).substring(1) + " s";
  }
}
