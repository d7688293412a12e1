package dev.nodeready.boot;

import dev.nodeready.config.ResolvedConfig;
import dev.nodeready.inputs.Inputs;
import dev.nodeready.plan.Outcome;
import dev.nodeready.plan.Progress;
import dev.nodeready.plan.Step;
import org.jspecify.annotations.Nullable;

/** Finds out what the node is to be. */
final class ResolveSteps {
  private final Inputs inputs;
  private final Step.@Nullable Action evenSo;

  /**
   * Those that give {@code inputs}.
   *
   * @param evenSo writes the node's files; null where that is part of the run anyway
   */
  ResolveSteps(Inputs inputs, Step.@Nullable Action evenSo) {
    this.inputs = inputs;
    this.evenSo = evenSo;
  }

  Outcome config(Progress progress) throws InterruptedException {
    inputs.lookAtMachine();
    ResolvedConfig resolved = inputs.resolved();
    resolved.problems().forEach(problem -> progress.note(problem.toLine()));
    String cluster = "cluster " + resolved.config().cluster().name();
    if (resolved.fromCache()) {
      return new Outcome.Unchanged(cluster + ", from the cache");
    }
    if (!resolved.changed()) {
      return new Outcome.Unchanged(cluster);
    }
    String changes = ", other than before in " + String.join(", ", resolved.changes());
    return new Outcome.Changed(cluster + changes + writeEvenSo(progress));
  }

  /**
   * Files that do not fit the configuration are written anew even where that is left out of the
   * run: nodeadm's second phase does so, and drop-ins that come late rely on it.
   */
  private String writeEvenSo(Progress progress) throws InterruptedException {
    return evenSo == null
        ? ""
        : "; so its files are brought up to date: " + evenSo.run(progress).detail();
  }

  /**
   * The answer is needed for kubelet's files only, so the boot goes on while the platform is asked.
   */
  Outcome askPlatform(Progress progress) throws InterruptedException {
    inputs.askPlatform();
    return new Outcome.Unchanged("asked beside the rest");
  }
}
