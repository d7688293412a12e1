package dev.nodeready.boot;

import dev.nodeready.cri.CriEndpoint;
import dev.nodeready.cri.RuntimeInfo;
import dev.nodeready.cri.RuntimeProbe;
import dev.nodeready.cri.RuntimeUnit;
import dev.nodeready.failure.Failure;
import dev.nodeready.plan.Progress;
import dev.nodeready.ready.AnyTrigger;
import dev.nodeready.ready.PathTrigger;
import dev.nodeready.ready.Trigger;
import dev.nodeready.ready.Waiter;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** Waits for the runtime as often as it goes away: woken by its socket and by its unit. */
final class RuntimeWait {
  private static final Duration TICK = Duration.ofSeconds(1);
  private static final Duration LOOK = Duration.ofSeconds(5);

  private final Boot boot;

  RuntimeWait(Boot boot) {
    this.boot = boot;
  }

  RuntimeInfo await(Progress progress) throws InterruptedException {
    CriEndpoint endpoint = boot.endpoint();
    RuntimeProbe probe = new RuntimeProbe(endpoint, unit(), this::hint, boot.time());
    Waiter waiter = new Waiter("the runtime at " + endpoint, TICK, LOOK, boot.telling(progress));
    try (Trigger trigger = trigger(endpoint)) {
      return waiter.await(probe, trigger, boot.runtimeDeadline());
    }
  }

  private Trigger trigger(CriEndpoint endpoint) {
    Trigger unit = boot.supervisor().watch(Daemon.CONTAINERD);
    try {
      return AnyTrigger.of(PathTrigger.of(endpoint.socket()), unit);
    } catch (IOException e) {
      // No inotify instance is left on this machine: the unit's events and the tick have to do.
      return unit;
    }
  }

  private RuntimeUnit unit() {
    Supervisor supervisor = boot.supervisor();
    return new RuntimeUnit() {
      @Override
      public Optional<Failure> failed() throws InterruptedException {
        return supervisor.failed(Daemon.CONTAINERD).filter(Failure::permanent);
      }

      @Override
      public int restarts() throws InterruptedException {
        return supervisor.restarts(Daemon.CONTAINERD);
      }

      @Override
      public String lastWords() throws InterruptedException {
        return String.join(" | ", supervisor.lastLines(Daemon.CONTAINERD, 3));
      }
    };
  }

  private String hint() {
    return "";
  }
}
