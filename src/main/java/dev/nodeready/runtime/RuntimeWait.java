package dev.nodeready.runtime;

import dev.nodeready.containerd.ContainerdProgram;
import dev.nodeready.cri.CriConnection;
import dev.nodeready.cri.CriEndpoint;
import dev.nodeready.cri.PluginHint;
import dev.nodeready.cri.ReadyRuntime;
import dev.nodeready.cri.ReadyRuntime.FlapListener;
import dev.nodeready.cri.RuntimeInfo;
import dev.nodeready.cri.RuntimeProbe;
import dev.nodeready.cri.RuntimeUnit;
import dev.nodeready.failure.Failure;
import dev.nodeready.inputs.Inputs;
import dev.nodeready.ready.AnyTrigger;
import dev.nodeready.ready.PathTrigger;
import dev.nodeready.ready.Trigger;
import dev.nodeready.retry.Time;
import dev.nodeready.retry.Waits;
import dev.nodeready.supervise.Daemon;
import dev.nodeready.supervise.Supervisor;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The wait for the runtime, woken by the socket and by the unit. One for all steps, since it counts
 * how often the runtime went away; begun by the first that needs it.
 */
public final class RuntimeWait implements AutoCloseable {
  private static final int HINT_LINES = 50;

  private final Inputs inputs;
  private final Where where;
  private final Supervisor supervisor;
  private final Time time;
  private FlapListener flaps = FlapListener.NONE;
  private @Nullable CriEndpoint endpoint;
  private @Nullable Begun begun;
  private @Nullable RuntimeInfo known;

  /** Where the runtime listens. */
  @FunctionalInterface
  public interface Where {
    /** Asked once. */
    CriEndpoint endpoint() throws InterruptedException;
  }

  /** A wait that has begun. */
  private record Begun(CriConnection connection, Trigger trigger, ReadyRuntime runtime) {}

  /** The wait for the runtime that listens {@code where}. */
  public RuntimeWait(Inputs inputs, Where where, Supervisor supervisor, Time time) {
    this.inputs = inputs;
    this.where = where;
    this.supervisor = supervisor;
    this.time = time;
  }

  /** Over which the runtime was last seen ready. */
  CriConnection connection() throws InterruptedException {
    return begun().connection();
  }

  /** Where it listens. */
  public CriEndpoint endpoint() throws InterruptedException {
    if (endpoint == null) {
      endpoint = where.endpoint();
    }
    return endpoint;
  }

  /**
   * Waits until the runtime is ready.
   *
   * @param step hears when it goes away, from now on
   * @throws dev.nodeready.failure.FailureException when it will not be, or is not in time
   */
  public RuntimeInfo await(FlapListener step) throws InterruptedException {
    flaps = step;
    RuntimeInfo info = begun().runtime().await(inputs.limits().runtime());
    known = info;
    return info;
  }

  /** Whether it has been seen ready. */
  public boolean answered() {
    return known != null;
  }

  /** What the runtime said when it was last ready; waits where it has not been asked yet. */
  public RuntimeInfo known(FlapListener step) throws InterruptedException {
    return known == null ? await(step) : known;
  }

  /** Looks whether the runtime went away again, and waits for it if so. */
  boolean awaitAgain(FlapListener step, Failure loss) throws InterruptedException {
    flaps = step;
    Optional<RuntimeInfo> back = begun().runtime().awaitAgain(loss, inputs.limits().runtime());
    back.ifPresent(info -> known = info);
    return back.isPresent();
  }

  private Begun begun() throws InterruptedException {
    if (begun == null) {
      begun = begin(endpoint());
    }
    return begun;
  }

  private Begun begin(CriEndpoint endpoint) {
    CriConnection connection = new CriConnection(endpoint);
    Trigger trigger = trigger(endpoint);
    RuntimeUnit unit = new Unit(supervisor);
    RuntimeProbe probe = new RuntimeProbe(connection, unit, hint(), time);
    return new Begun(
        connection,
        trigger,
        new ReadyRuntime(probe, trigger, unit, Waits.HEARD, what -> flaps.flapped(what)));
  }

  /** What the runtime's program makes of its configuration. */
  String dump() throws InterruptedException {
    return new ContainerdProgram(inputs.root(), inputs.commands()).dump();
  }

  private PluginHint hint() {
    return new PluginHint(
        this::dump,
        () -> {
          try {
            return supervisor.lastLines(Daemon.CONTAINERD, HINT_LINES);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
          }
        });
  }

  private Trigger trigger(CriEndpoint endpoint) {
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
    if (begun != null) {
      begun.connection().close();
      begun.trigger().close();
    }
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
