package dev.nodeready.runtime;

import dev.nodeready.containerd.ContainerdProgram;
import dev.nodeready.cri.CriConnection;
import dev.nodeready.cri.CriEndpoint;
import dev.nodeready.cri.ReadyRuntime.FlapListener;
import dev.nodeready.cri.RuntimeInfo;
import dev.nodeready.failure.Failure;
import dev.nodeready.inputs.Inputs;
import dev.nodeready.retry.Time;
import dev.nodeready.supervise.Supervisor;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The wait for the runtime, woken by the socket and by the unit. One for all steps, since it counts
 * how often the runtime went away; begun by the first that needs it.
 */
public final class RuntimeWait implements AutoCloseable {
  private final Inputs inputs;
  private final Where where;
  private final Supervisor supervisor;
  private final Time time;
  private FlapListener flaps = FlapListener.NONE;
  private @Nullable CriEndpoint endpoint;
  private @Nullable RuntimeWatch begun;
  private @Nullable RuntimeInfo known;

  /** Where the runtime listens. */
  @FunctionalInterface
  public interface Where {
    /** Asked once. */
    CriEndpoint endpoint() throws InterruptedException;
  }

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

  private RuntimeWatch begun() throws InterruptedException {
    if (begun == null) {
      begun =
          RuntimeWatch.begin(endpoint(), supervisor, this::dump, time, what -> flaps.flapped(what));
    }
    return begun;
  }

  /** What the runtime's program makes of its configuration. */
  String dump() throws InterruptedException {
    return new ContainerdProgram(inputs.root(), inputs.commands()).dump();
  }

  @Override
  public void close() {
    if (begun != null) {
      begun.close();
    }
  }
}
