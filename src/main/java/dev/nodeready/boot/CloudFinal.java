package dev.nodeready.boot;

import dev.nodeready.catalogue.Code;
import dev.nodeready.config.ResolvedConfig;
import dev.nodeready.failure.Failure;
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

/**
 * Waits for cloud-init's scripts. They may write configuration, so its sources are read again
 * behind them; where they say something else, the plan so far runs a second time with that, before
 * kubelet is started. It changes what is not as it has to be and nothing else.
 */
final class CloudFinal {
  private static final Duration TICK = Duration.ofSeconds(1);

  /** Its scripts are the user's, and may take as long as they like; no budget of ours counts it. */
  private static final Duration LIMIT = Duration.ofDays(1);

  private final Boot boot;
  private final List<Phase> soFar;

  /**
   * The step behind some phases.
   *
   * @param soFar what follows from the configuration and has been done before this step
   */
  CloudFinal(Boot boot, List<Phase> soFar) {
    this.boot = boot;
    this.soFar = soFar;
  }

  Outcome run(Progress progress) throws InterruptedException {
    if (!boot.options().besideCloudInit()) {
      return new Outcome.Skipped("only the daemon runs beside cloud-init");
    }
    boolean others =
        !boot.gates().isOpen(Gates.CLOUD_FINAL)
            // A script of cloud-init may call nodeadm, which would wait for this run to end.
            && boot.whileOthersMay(this::await, progress);
    Optional<ResolvedConfig> anew = boot.inputs().resolvedAnew();
    if (anew.isEmpty() && !others) {
      return new Outcome.Unchanged("cloud-init is done, and the configuration is the same");
    }
    anew.ifPresent(config -> config.problems().forEach(problem -> progress.note(problem.toLine())));
    boot.beginAnew(anew.isPresent() ? anew.get() : boot.inputs().resolved());
    return again(progress);
  }

  private Outcome again(Progress progress) throws InterruptedException {
    List<String> changes = new ArrayList<>();
    for (Phase phase : soFar) {
      for (Step step : phase.steps()) {
        if (boot.options().selection().includes(phase.name(), step.name())) {
          switch (step.action().run(progress)) {
            case Outcome.Changed changed -> changes.add(step.name() + ": " + changed.detail());
            case Outcome.Unchanged _, Outcome.Skipped _ -> {}
            case Outcome.Degraded degraded -> progress.note(degraded.detail());
            case Outcome.Failed failed -> {
              return failed;
            }
          }
        }
      }
    }
    return new Outcome.Changed(
        "cloud-init changed the configuration; " + String.join("; ", changes));
  }

  private void await() throws InterruptedException {
    Waiter waiter = new Waiter("cloud-init's last stage", TICK, TICK);
    Deadline deadline = Deadline.after(LIMIT, boot.time());
    try (Trigger trigger = boot.gates().watch(Gates.CLOUD_FINAL)) {
      waiter.await(this::look, trigger, deadline);
    } finally {
      boot.apart(deadline.elapsed());
    }
  }

  private Verdict<String> look(Duration atMost) {
    return boot.gates().isOpen(Gates.CLOUD_FINAL)
        ? new Verdict.Ready<>("done")
        : new Verdict.NotYet<>(
            Failure.passing(
                Code.HOST_CLOUD_INIT_PENDING,
                "see cloud-init end",
                "it has not run its last stage yet"));
  }
}
