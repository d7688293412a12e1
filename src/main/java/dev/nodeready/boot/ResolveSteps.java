package dev.nodeready.boot;

import dev.nodeready.config.ResolvedConfig;
import dev.nodeready.plan.Outcome;
import dev.nodeready.plan.Progress;

/** Finds out what the node is to be. */
final class ResolveSteps {
  private final Boot boot;

  ResolveSteps(Boot boot) {
    this.boot = boot;
  }

  Outcome config(Progress progress) throws InterruptedException {
    ResolvedConfig resolved = boot.inputs().resolved();
    resolved.problems().forEach(problem -> progress.note(problem.toLine()));
    String cluster = "cluster " + resolved.config().cluster().name();
    if (resolved.fromCache()) {
      return new Outcome.Unchanged(cluster + ", from the cache");
    }
    return resolved.changed()
        ? new Outcome.Changed(
            cluster + ", other than before in " + String.join(", ", resolved.changes()))
        : new Outcome.Unchanged(cluster);
  }

  /**
   * The answer is needed for kubelet's files only, so the boot goes on while the platform is asked.
   */
  Outcome askPlatform(Progress progress) throws InterruptedException {
    boot.inputs().askPlatform();
    return new Outcome.Unchanged("asked beside the rest");
  }
}
