package dev.nodeready.boot;

import dev.nodeready.cri.RuntimeInfo;
import dev.nodeready.plan.Outcome;
import dev.nodeready.plan.Progress;

/** Starts the container runtime and proves that it answers. */
final class RuntimeSteps {
  private final Boot boot;

  RuntimeSteps(Boot boot) {
    this.boot = boot;
  }

  Outcome start(Progress progress) throws InterruptedException {
    if (!boot.supervisor().manages()) {
      return new Outcome.Skipped("containerd is someone else's to start");
    }
    return switch (boot.supervisor()
        .ensure(Daemon.CONTAINERD, boot.mustRestart(Daemon.CONTAINERD))) {
      case STARTED -> started("started");
      case RESTARTED -> started("restarted, since what it reads has changed");
      case UNTOUCHED -> new Outcome.Unchanged("runs already, and nothing it reads has changed");
    };
  }

  private Outcome started(String detail) {
    boot.noteStarted(Daemon.CONTAINERD);
    return new Outcome.Changed(detail);
  }

  Outcome await(Progress progress) throws InterruptedException {
    return new Outcome.Unchanged(describe(boot.runtime(progress).await(progress)));
  }

  private static String describe(RuntimeInfo info) {
    String what = info.name() + " " + info.version() + " answers";
    return info.networkReady()
        ? what
        : what + "; no pod network yet (" + info.networkReason() + ")";
  }
}
