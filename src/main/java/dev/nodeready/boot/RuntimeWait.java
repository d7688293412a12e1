package dev.nodeready.boot;

import dev.nodeready.cri.CriConnection;
import dev.nodeready.cri.CriEndpoint;
import dev.nodeready.cri.PluginHint;
import dev.nodeready.cri.ReadyRuntime;
import dev.nodeready.cri.RuntimeInfo;
import dev.nodeready.cri.RuntimeProbe;
import dev.nodeready.cri.RuntimeUnit;
import dev.nodeready.failure.Failure;
import dev.nodeready.plan.Progress;
import dev.nodeready.ready.AnyTrigger;
import dev.nodeready.ready.PathTrigger;
import dev.nodeready.ready.Trigger;
import dev.nodeready.retry.Waits;
import dev.nodeready.supervise.Daemon;
import dev.nodeready.supervise.Supervisor;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The boot's wait for its runtime, woken by the socket and by the unit. One for the whole boot,
 * since it counts how often the runtime went away; it tells whichever step waits at the moment.
 */
final class RuntimeWait implements AutoCloseable {
  private static final int HINT_LINES = 50;

  private final Boot boot;
  private final CriConnection connection;
  private final Trigger trigger;
  private final ReadyRuntime runtime;
  private Progress progress;
  private @Nullable RuntimeInfo known;

  RuntimeWait(Boot boot, CriEndpoint endpoint, Progress first) {
    this.boot = boot;
    progress = first;
    connection = new CriConnection(endpoint);
    trigger = trigger(boot.supervisor(), endpoint);
    RuntimeUnit unit = new Unit(boot.supervisor());
    runtime =
        new ReadyRuntime(
            new RuntimeProbe(connection, unit, hint(boot), boot.time()),
            trigger,
            unit,
            Waits.HEARD,
            what -> progress.flapped(what));
  }

  /** Over which the runtime was last seen ready. */
  CriConnection connection() {
    return connection;
  }

  /** Waits until the runtime is ready, and tells {@code step} meanwhile. */
  RuntimeInfo await(Progress step) throws InterruptedException {
    progress = step;
    RuntimeInfo info = runtime.await(boot.runtimeDeadline());
    known = info;
    return info;
  }

  /** Whether it has been seen ready. */
  boolean answered() {
    return known != null;
  }

  /** What the runtime said when it was last ready; waits where it has not been asked yet. */
  RuntimeInfo known(Progress step) throws InterruptedException {
    return known == null ? await(step) : known;
  }

  /** Looks whether the runtime went away again, and waits for it if so. */
  boolean awaitAgain(Progress step, Failure loss) throws InterruptedException {
    progress = step;
    Optional<RuntimeInfo> back = runtime.awaitAgain(loss, boot.runtimeDeadline());
    back.ifPresent(info -> known = info);
    return back.isPresent();
  }

  private static PluginHint hint(Boot boot) {
    return new PluginHint(
        () -> boot.containerd().dump(),
        () -> {
          try {
            return boot.supervisor().lastLines(Daemon.CONTAINERD, HINT_LINES);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
          }
        });
  }

  private static Trigger trigger(Supervisor supervisor, CriEndpoint endpoint) {
    Trigger unit = supervisor.watch(Daemon.CONTAINERD);
    try {
      return AnyTrigger.of(PathTrigger.of(endpoint.socket()), unit);
    } catch (IOException e) {
      // No inotify instance is left on this machine: the unit's events and the tick have to do.
      return unit;
    }
  }

  @Override
  public void close() {
    connection.close();
    trigger.close();
  }

  /** The runtime as its supervisor sees it. */
  private record Unit(Supervisor supervisor) implements RuntimeUnit {
    @Override
    public Optional<Failure> failed() throws InterruptedException {
      return supervisor.failed(Daemon.CONTAINERD);
    }

    @Override
    public int restarts() throws InterruptedException {
      return supervisor.restarts(Daemon.CONTAINERD);
    }

    @Override
    public String lastWords() throws InterruptedException {
      return String.join(" | ", supervisor.lastLines(Daemon.CONTAINERD, 3));
    }
  }
}
