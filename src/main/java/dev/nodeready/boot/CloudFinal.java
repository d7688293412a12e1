package dev.nodeready.boot;

import dev.nodeready.catalogue.Code;
import dev.nodeready.config.ResolvedConfig;
import dev.nodeready.failure.Failure;
import dev.nodeready.inputs.Inputs;
import dev.nodeready.plan.Outcome;
import dev.nodeready.plan.Phase;
import dev.nodeready.plan.Progress;
import dev.nodeready.plan.Step;
import dev.nodeready.ready.Trigger;
import dev.nodeready.ready.Verdict;
import dev.nodeready.ready.Waiter;
import dev.nodeready.retry.Deadline;
import dev.nodeready.systemd.Gates;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Waits for cloud-init's scripts. They may write configuration, so its sources are read again
 * behind them; where they say something else, the plan so far runs a second time with that, before
 * kubelet is started. It changes what is not as it has to be and nothing else.
 */
final class CloudFinal {
  private static final Duration TICK = Duration.ofSeconds(1);

  /** Its scripts are the user's, and may take as long as they like; no budget of ours counts it. */
  private static final Duration LIMIT = Duration.ofDays(1);

  private final Run run;
  private final List<Phase> byConfiguration;

  /**
   * The step behind some phases.
   *
   * @param byConfiguration what follows from the configuration and has been done before this step
   */
  CloudFinal(Run run, List<Phase> byConfiguration) {
    this.run = run;
    this.byConfiguration = byConfiguration;
  }

  /**
   * Runs.
   *
   * @param before what was gone by so far
   * @param begin begins another pass, of which the phases are from then on
   */
  Outcome run(Inputs before, Consumer<Inputs> begin, Progress progress)
      throws InterruptedException {
    if (!run.options().besideCloudInit()) {
      return new Outcome.Skipped("only the daemon runs beside cloud-init");
    }
    // A script of cloud-init may call nodeadm, which would wait for this run to end.
    boolean others = !ended() && whileOthersMay(before, progress);
    Optional<ResolvedConfig> anew = before.resolvedAnew();
    if (anew.isEmpty() && !others) {
      return new Outcome.Unchanged("cloud-init is done, and the configuration is the same");
    }
    anew.ifPresent(config -> config.problems().forEach(problem -> progress.note(problem.toLine())));
    begin.accept(before.with(anew.isPresent() ? anew.get() : before.resolved()));
    return again(progress);
  }

  private Outcome again(Progress progress) throws InterruptedException {
    List<String> changes = new ArrayList<>();
    Outcome.@Nullable Degraded degraded = null;
    for (Phase phase : byConfiguration) {
      for (Step step : phase.steps()) {
        if (run.includes(phase.name(), step.name())) {
          switch (step.action().run(progress)) {
            case Outcome.Changed changed -> changes.add(step.name() + ": " + changed.detail());
            case Outcome.Unchanged _, Outcome.Skipped _ -> {}
            case Outcome.Degraded found -> {
              if (degraded == null) {
                degraded = found;
              } else {
                progress.note(found.detail());
              }
            }
            case Outcome.Failed failed -> {
              return failed;
            }
          }
        }
      }
    }
    return degraded != null
        ? degraded
        : new Outcome.Changed(
            "cloud-init changed the configuration; " + String.join("; ", changes));
  }

  /**
   * Lets other runs have the machine while this one waits for what they may be part of.
   *
   * @return whether one has had it
   */
  private boolean whileOthersMay(Inputs inputs, Progress progress) throws InterruptedException {
    run.lock().release();
    await();
    return run.lock()
        .take(inputs.limits().total(), other -> progress.note("waiting for another run: " + other));
  }

  private void await() throws InterruptedException {
    Waiter waiter = new Waiter("cloud-init's last stage", TICK, TICK);
    Deadline deadline = Deadline.after(LIMIT, run.time());
    try (Trigger trigger = run.gates().watch(Gates.CLOUD_FINAL)) {
      waiter.await(this::look, trigger, deadline);
    } finally {
      run.budgets().apart(deadline.elapsed());
    }
  }

  private Verdict<String> look(Duration atMost) {
    return ended()
        ? new Verdict.Ready<>("done")
        : new Verdict.NotYet<>(
            Failure.passing(
                Code.HOST_CLOUD_INIT_PENDING,
                "see cloud-init end",
                "it has not run its last stage yet"));
  }

  private boolean ended() {
    return run.gates().isOpen(Gates.CLOUD_FINAL);
  }
}
