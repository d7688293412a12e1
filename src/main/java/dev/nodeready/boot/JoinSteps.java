package dev.nodeready.boot;

import dev.nodeready.api.NodeObject;
import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import dev.nodeready.failure.FailureException;
import dev.nodeready.failure.Words;
import dev.nodeready.join.ApiWatch;
import dev.nodeready.join.CertificateProbe;
import dev.nodeready.join.ClientCertificate;
import dev.nodeready.join.JoinFacts;
import dev.nodeready.join.JoinPolicy;
import dev.nodeready.join.JoinedBefore;
import dev.nodeready.join.KubeletLog;
import dev.nodeready.join.KubeletPlace;
import dev.nodeready.join.Machine;
import dev.nodeready.join.ReadyProbe;
import dev.nodeready.join.RegisteredProbe;
import dev.nodeready.join.Rejoin;
import dev.nodeready.node.NodeUnits;
import dev.nodeready.plan.Outcome;
import dev.nodeready.plan.Progress;
import dev.nodeready.ready.AnyTrigger;
import dev.nodeready.ready.PathTrigger;
import dev.nodeready.ready.Probe;
import dev.nodeready.ready.Signal;
import dev.nodeready.ready.Trigger;
import dev.nodeready.ready.Waiter;
import dev.nodeready.retry.Deadline;
import dev.nodeready.retry.Waiting;
import dev.nodeready.retry.Waits;
import dev.nodeready.supervise.Daemon;
import dev.nodeready.supervise.UnitRun;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Proves that the node has joined: its certificate, its Node, and that it is Ready. */
final class JoinSteps implements AutoCloseable {
  static final String PHASE = "join";
  static final String CERTIFICATE = "certificate";
  static final String REGISTERED = "registered";
  static final String READY = "ready";

  private static final String KUBELET = "kubelet";
  private static final Duration TICK = Duration.ofSeconds(1);
  private static final Duration LOOK = Duration.ofSeconds(10);

  /** What only another configuration of this node can mend. */
  private static final Set<Code> OF_CONFIGURATION =
      Set.of(Code.JOIN_CA_WRONG, Code.JOIN_TOKEN_EXPIRED);

  private static final Logger LOG = LoggerFactory.getLogger(JoinSteps.class);

  private final Boot boot;
  private @Nullable ApiWatch watch;
  private @Nullable Deadline deadline;
  private @Nullable RegisteredProbe registered;
  private @Nullable KubeletLog log;

  JoinSteps(Boot boot) {
    this.boot = boot;
  }

  /** Sees to it that kubelet does not start with the credentials of another machine. */
  void beforeKubelet(Progress progress) throws InterruptedException {
    if (boot.supervisor().manages()) {
      try {
        KubeletPlace place = KubeletPlace.of(boot.root(), boot.environment(KUBELET));
        Rejoin.beforeKubelet(place, boot.time(), progress::note);
      } catch (IOException e) {
        // kubelet has no files of ours, so its credentials are not ours to judge.
        return;
      }
    }
  }

  /** Begins to watch the API server beside kubelet, which has just been started. */
  void begin() throws InterruptedException {
    if (isPartOfRun() && policy() != JoinPolicy.HEALTHY) {
      try {
        watch();
      } catch (FailureException e) {
        LOG.debug("The step that needs the API server tells", e);
      }
    }
  }

  private boolean isPartOfRun() {
    return boot.options().selection().includes(PHASE, CERTIFICATE)
        || boot.options().selection().includes(PHASE, REGISTERED)
        || boot.options().selection().includes(PHASE, READY);
  }

  Outcome certificate(Progress progress) throws InterruptedException {
    if (policy() == JoinPolicy.HEALTHY) {
      return skipped();
    }
    ApiWatch api = watch();
    if (!api.place().bootstraps()) {
      return new Outcome.Skipped("kubelet has credentials of its own");
    }
    CertificateProbe probe = new CertificateProbe(api, this::ended, boot.time());
    try (Trigger either = AnyTrigger.of(api.trigger(), changesOf(api.place()))) {
      ClientCertificate mine = await(progress, "kubelet's client certificate", probe, either);
      if (api.now().bootstrapping()) {
        api.credentialsChanged();
      }
      return new Outcome.Unchanged("%s until %s".formatted(mine.user(), mine.expires()));
    }
  }

  /** Where it cannot be watched, the tick alone has to do. */
  private static Trigger changesOf(KubeletPlace place) {
    try {
      return PathTrigger.of(place.root().at(place.certificate()));
    } catch (IOException e) {
      return new Signal();
    }
  }

  Outcome registered(Progress progress) throws InterruptedException {
    if (policy() == JoinPolicy.HEALTHY) {
      return skipped();
    }
    ApiWatch api = watch();
    Machine machine = Machine.of(boot.root());
    Rejoin rejoin =
        new Rejoin(
            api, () -> boot.supervisor().restart(NodeUnits.KUBELET), boot.time(), progress::note);
    await(progress, subject("to be registered"), rejoin.around(registration()), api.trigger());
    progress.found(JoinFacts.registered(api.now(), api.place(), boot.time().now()));
    JoinedBefore.note(api.place(), api.now().apiServer(), machine);
    String user = api.now().who().user();
    return new Outcome.Unchanged(
        api.place().node()
            + " at "
            + api.now().apiServer()
            + (user.isEmpty() ? "" : " as " + user));
  }

  Outcome ready(Progress progress) throws InterruptedException {
    if (policy() != JoinPolicy.READY) {
      return skipped();
    }
    ApiWatch api = watch();
    ReadyProbe probe = new ReadyProbe(registration(), api, kubeletSince(), log());
    try {
      NodeObject node = await(progress, subject("to be Ready"), probe, api.trigger());
      progress.found(JoinFacts.ready(boot.time().now()));
      return new Outcome.Unchanged(node.ready().reason());
    } catch (FailureException e) {
      // A node that is in the cluster and not Ready is seen from there; one that shares its name,
      // or
      // whose kubelet is gone for good, is not in it.
      boolean joined = deadline().passed() && e.failure().code() != Code.JOIN_NODE_NAME_TAKEN;
      return joined ? new Outcome.Degraded(e.failure()) : new Outcome.Failed(e.failure());
    }
  }

  @Override
  public void close() {
    if (watch != null) {
      watch.close();
    }
  }

  private <T> T await(Progress progress, String subject, Probe<T> probe, Trigger trigger)
      throws InterruptedException {
    watch().want();
    Waiter waiter = new Waiter(subject, TICK, LOOK, JoinSteps::tell);
    try {
      T found = waiter.await(probe, trigger, deadline());
      progress.resumed();
      return found;
    } catch (FailureException e) {
      Failure failure = e.failure();
      throw OF_CONFIGURATION.contains(failure.code())
          ? Failure.permanent(failure.code(), failure.tried(), failure.happened(), failure.remedy())
              .asException(e)
          : e;
    }
  }

  /** With its code: what is told here for long is looked up while it is still waited for. */
  private static void tell(Waiting now) {
    Failure last = now.failure();
    Waits.tell(
        last == null
            ? now
            : new Waiting(now.subject(), last.code() + ": " + now.because(), now.deadline(), last));
  }

  private Outcome skipped() throws InterruptedException {
    return new Outcome.Skipped("spec.bootstrap.join is " + policy().word());
  }

  private String subject(String what) throws InterruptedException {
    return "node " + watch().place().node() + " " + what;
  }

  private JoinPolicy policy() throws InterruptedException {
    return JoinPolicy.of(boot.config().bootstrap().join(), boot.options().joinOtherwise());
  }

  private ApiWatch watch() throws InterruptedException {
    if (watch == null) {
      try {
        watch =
            ApiWatch.start(KubeletPlace.of(boot.root(), boot.environment(KUBELET)), boot.time());
      } catch (IOException e) {
        throw Failure.passing(
                Code.JOIN_KUBELET_UNKNOWN,
                "find out how kubelet joins",
                "its environment file cannot be read: " + Words.of(e),
                "write kubelet's files first: nodeready init")
            .asException(e);
      }
    }
    return watch;
  }

  private RegisteredProbe registration() throws InterruptedException {
    if (registered == null) {
      registered =
          new RegisteredProbe(
              watch(), Machine.of(boot.root()), kubeletSince(), log(), this::ended, boot.time());
    }
    return registered;
  }

  private KubeletLog log() {
    if (log == null) {
      log = new KubeletLog(most -> boot.supervisor().lastLines(Daemon.KUBELET, most), boot.time());
    }
    return log;
  }

  private @Nullable Instant kubeletSince() throws InterruptedException {
    return boot.supervisor().run(Daemon.KUBELET).flatMap(UnitRun::since).orElse(null);
  }

  private Optional<Failure> ended() {
    try {
      return boot.supervisor().failed(Daemon.KUBELET);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  /** One for all steps of the join. */
  private Deadline deadline() throws InterruptedException {
    if (deadline == null) {
      deadline = boot.joinDeadline();
    }
    return deadline;
  }
}
