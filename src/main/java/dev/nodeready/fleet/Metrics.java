package dev.nodeready.fleet;

import dev.nodeready.failure.Failure;
import dev.nodeready.report.BootRecord;
import dev.nodeready.report.BootRecord.State;
import dev.nodeready.report.BootRecord.StepRecord;
import dev.nodeready.report.Seconds;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A boot as metrics. Names and labels are a promise: more may come, none goes or changes its
 * meaning. No value is a text of others, so that no secret can be in one.
 */
final class Metrics {
  private static final String VERDICT = "nodeready_verdict";
  private static final String BOOTS = "nodeready_boots";

  private Metrics() {}

  /**
   * The whole file.
   *
   * @param waitingCode why a boot that runs waits; empty where it does not, or nobody knows
   * @param history with this boot, where it has ended
   * @param imageBudget how long the sandbox image may take; null where that is not known yet
   */
  static String of(
      BootRecord boot, String waitingCode, History history, @Nullable Duration imageBudget) {
    Exposition all = new Exposition();
    all.family("nodeready_info", "The version of nodeready that ran this boot.")
        .sample("nodeready_info", "1", "version", boot.version());
    all.family(VERDICT, "1 for how the boot stands and the code of why; no code where all is well.")
        .sample(VERDICT, "1", "state", boot.state().word(), "code", code(boot, waitingCode));
    times(all, boot);
    steps(all, boot.steps());
    all.single(
        "nodeready_flaps",
        "How often what this boot relied on went away again.",
        String.valueOf(boot.flaps()));
    if (imageBudget != null) {
      all.single(
          "nodeready_image_budget_seconds",
          "How long the step runtime/sandbox-image may take.",
          Seconds.of(imageBudget));
    }
    history(all, history);
    return all.end();
  }

  /** How long the boot took until its Node was Ready; empty where it is not. */
  static Optional<Duration> toReady(BootRecord boot) {
    return at(boot, "readyAt").map(ready -> Duration.between(boot.startedAt(), ready));
  }

  private static String code(BootRecord boot, String waitingCode) {
    Failure failure = boot.failure();
    return failure != null ? failure.code().name() : waitingCode;
  }

  private static void times(Exposition all, BootRecord boot) {
    all.single(
        "nodeready_start_timestamp_seconds", "When this boot began.", Seconds.of(boot.startedAt()));
    all.single(
        "nodeready_update_timestamp_seconds",
        "When something was last heard of this boot.",
        Seconds.of(boot.updatedAt()));
    lastChange(boot.steps())
        .ifPresent(at ->
            all.single(
                "nodeready_change_timestamp_seconds",
                "When this boot last changed something on the machine.",
                Seconds.of(at)));
    at(boot, "readyAt")
        .ifPresent(at ->
            all.single(
                    "nodeready_ready_timestamp_seconds", "When the Node was Ready.", Seconds.of(at))
                .single(
                    "nodeready_time_to_ready_seconds",
                    "From the beginning of this boot until the Node was Ready.",
                    Seconds.of(Duration.between(boot.startedAt(), at))));
    at(boot, "certificateExpiresAt")
        .ifPresent(at ->
            all.single(
                "nodeready_certificate_expiry_timestamp_seconds",
                "When the client certificate that kubelet joined with expires.",
                Seconds.of(at)));
  }

  private static Optional<Instant> at(BootRecord boot, String fact) {
    return Optional.ofNullable(boot.join().get(fact)).map(Instant::parse);
  }

  private static Optional<Instant> lastChange(List<StepRecord> steps) {
    for (StepRecord step : steps.reversed()) {
      if (step.outcome().equals("changed")) {
        return Optional.of(step.startedAt().plus(step.took()));
      }
    }
    return Optional.empty();
  }

  private static void steps(Exposition all, List<StepRecord> steps) {
    // A step may run again behind cloud-init; its last run counts.
    SequencedMap<String, StepRecord> ran = new LinkedHashMap<>();
    for (StepRecord step : steps) {
      if (!step.outcome().equals("skipped")) {
        ran.putLast(step.name(), step);
      }
    }
    Collection<StepRecord> each = ran.values();
    step(all, each, "nodeready_step_duration_seconds", "How long a step took.", Metrics::took);
    step(
        all,
        each,
        "nodeready_step_wait_seconds",
        "How much of that a step waited.",
        Metrics::waited);
    step(all, each, "nodeready_step_attempts", "How many attempts a step made.", Metrics::attempts);
  }

  private static String took(StepRecord step) {
    return Seconds.of(step.took());
  }

  private static String waited(StepRecord step) {
    return step.waited().isZero() ? "" : Seconds.of(step.waited());
  }

  private static String attempts(StepRecord step) {
    return step.attempts() == 0 ? "" : String.valueOf(step.attempts());
  }

  /** A family of the steps that have a value at all. */
  private static void step(
      Exposition all,
      Collection<StepRecord> steps,
      String name,
      String help,
      Function<StepRecord, String> value) {
    boolean begun = false;
    for (StepRecord step : steps) {
      String text = value.apply(step);
      if (!text.isEmpty()) {
        if (!begun) {
          all.family(name, help);
        }
        begun = true;
        all.sample(name, text, "step", step.phase() + "/" + step.name());
      }
    }
  }

  private static void history(Exposition all, History history) {
    all.family(BOOTS, "How many boots of this machine ended so since its image was made.");
    for (State state : History.ENDS) {
      all.sample(BOOTS, String.valueOf(history.count(state)), "result", state.word());
    }
    history
        .usual()
        .ifPresent(time ->
            all.single(
                "nodeready_usual_time_to_ready_seconds",
                "The time to Ready of half of this machine's last boots, 20 at most.",
                Seconds.of(time)));
  }
}
