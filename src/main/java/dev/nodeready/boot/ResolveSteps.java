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
    boot.inputs().lookAtMachine();
    ResolvedConfig resolved = boot.inputs().resolved();
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
    if (boot.writesFiles()) {
      return "";
    }
    ConfigureSteps configure = new ConfigureSteps(boot);
    Outcome runtime = configure.runtimeFiles(progress);
    Outcome kubelet = configure.kubeletFiles(progress);
    return "; so its files are brought up to date: " + runtime.detail() + "; " + kubelet.detail();
  }

  /**
   * The answer is needed for kubelet's files only, so the boot goes on while the platform is asked.
   */
  Outcome askPlatform(Progress progress) throws InterruptedException {
    boot.inputs().askPlatform();
    return new Outcome.Unchanged("asked beside the rest");
  }
}
