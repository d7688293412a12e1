package dev.nodeready.join;

import dev.nodeready.api.NodeEvent;
import dev.nodeready.failure.Failure;
import dev.nodeready.failure.FailureException;
import dev.nodeready.inputs.Inputs;
import dev.nodeready.ready.Background;
import dev.nodeready.retry.Deadline;
import dev.nodeready.retry.Time;
import dev.nodeready.supervise.Daemon;
import dev.nodeready.supervise.Supervisor;
import dev.nodeready.supervise.UnitRun;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The join of this machine's kubelet, from kubelet's start on: watched once, and judged alike by
 * all who wait for a part of it.
 */
public final class Joining implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Joining.class);
  private static final Duration ANNOUNCEMENT = Duration.ofSeconds(3);
  private static final String KUBELET = Daemon.KUBELET.program();

  private final Inputs inputs;
  private final Supervisor supervisor;
  private final Time time;
  private final JoinPolicy otherwise;
  private final boolean awaited;
  private @Nullable ApiWatch watch;
  private @Nullable Deadline deadline;
  private @Nullable RegisteredProbe registered;
  private @Nullable KubeletLog log;

  /**
   * A join that has not begun.
   *
   * @param otherwise what has to be seen where the configuration does not say
   * @param awaited whether anybody will wait for it
   */
  public Joining(
      Inputs inputs, Supervisor supervisor, Time time, JoinPolicy otherwise, boolean awaited) {
    this.inputs = inputs;
    this.supervisor = supervisor;
    this.time = time;
    this.otherwise = otherwise;
    this.awaited = awaited;
  }

  /** What has to be seen. */
  public JoinPolicy policy() throws InterruptedException {
    return JoinPolicy.of(inputs.config().bootstrap().join(), otherwise);
  }

  /**
   * Sees to it that kubelet does not start with the credentials of another machine.
   *
   * @param notes hears what was done
   */
  public void beforeKubelet(Consumer<String> notes) throws InterruptedException {
    if (supervisor.manages()) {
      try {
        Rejoin.beforeKubelet(
            KubeletPlace.of(inputs.root(), inputs.environment(KUBELET)), time, notes);
      } catch (IOException e) {
        // kubelet has no files of ours, so its credentials are not ours to judge.
        return;
      }
    }
  }

  /** Begins to watch the API server, for whoever waits, beside kubelet's start. */
  public void begin() throws InterruptedException {
    if (awaited && policy() != JoinPolicy.HEALTHY) {
      try {
        watch();
      } catch (FailureException e) {
        LOG.debug("The step that needs the API server tells", e);
      }
    }
  }

  /**
   * What the API server shows of it; begun now where it has not begun.
   *
   * @throws FailureException with code {@code JOIN_KUBELET_UNKNOWN}
   */
  public ApiWatch watch() throws InterruptedException {
    if (watch == null) {
      watch = ApiWatch.start(KubeletPlace.known(inputs.root(), inputs.environment(KUBELET)), time);
    }
    return watch;
  }

  /** kubelet's certificate. */
  public CertificateProbe certificate() throws InterruptedException {
    return new CertificateProbe(watch(), this::ended, time);
  }

  /** The Node of this machine. */
  public RegisteredProbe registration() throws InterruptedException {
    if (registered == null) {
      registered =
          new RegisteredProbe(
              watch(), Machine.of(inputs.root()), kubeletSince(), log(), this::ended, time);
    }
    return registered;
  }

  /** The Node, Ready. */
  public ReadyProbe readiness() throws InterruptedException {
    return new ReadyProbe(registration(), watch(), kubeletSince(), log());
  }

  /** What has kubelet ask for another certificate; {@code notes} hears of it. */
  public Rejoin rejoin(Consumer<String> notes) throws InterruptedException {
    return new Rejoin(watch(), () -> supervisor.restart(Daemon.KUBELET.unit()), time, notes);
  }

  /**
   * Tells the cluster how this node joined, by kubelet's own rights; where it was not watched, or
   * does not want to know, nobody is told.
   *
   * @param event makes it of the node's name
   * @param annotations of the Node, where null takes one away; empty leaves them alone
   * @throws FailureException when it takes longer than three seconds
   * @throws InterruptedException when the boot is being stopped
   */
  public void announce(Function<String, NodeEvent> event, Map<String, @Nullable String> annotations)
      throws InterruptedException {
    ApiWatch watched = watch;
    if (watched != null) {
      NodeEvent told = event.apply(watched.place().node());
      NodeEvent _ =
          Background.start("announce", () -> watched.announce(told, annotations))
              .await("the cluster to take an event", Deadline.after(ANNOUNCEMENT, time));
    }
  }

  /** When all of it has to have been seen, from the first question for it on. */
  public Deadline deadline() throws InterruptedException {
    if (deadline == null) {
      deadline = inputs.limits().join();
    }
    return deadline;
  }

  private KubeletLog log() {
    if (log == null) {
      log = new KubeletLog(most -> supervisor.lastLines(Daemon.KUBELET, most), time);
    }
    return log;
  }

  private @Nullable Instant kubeletSince() throws InterruptedException {
    return supervisor.run(Daemon.KUBELET).flatMap(UnitRun::since).orElse(null);
  }

  private Optional<Failure> ended() {
    try {
      return supervisor.failed(Daemon.KUBELET);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    if (watch != null) {
      watch.close();
    }
  }
}
