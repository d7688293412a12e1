package dev.nodeready.boot;

import dev.nodeready.api.NodeObject;
import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import dev.nodeready.failure.FailureException;
import dev.nodeready.join.ApiWatch;
import dev.nodeready.join.CertificateProbe;
import dev.nodeready.join.ClientCertificate;
import dev.nodeready.join.JoinFacts;
import dev.nodeready.join.JoinPolicy;
import dev.nodeready.join.JoinedBefore;
import dev.nodeready.join.Joining;
import dev.nodeready.join.KubeletPlace;
import dev.nodeready.join.Machine;
import dev.nodeready.join.ReadyProbe;
import dev.nodeready.join.Rejoin;
import dev.nodeready.plan.Outcome;
import dev.nodeready.plan.Progress;
import dev.nodeready.ready.AnyTrigger;
import dev.nodeready.ready.PathTrigger;
import dev.nodeready.ready.Probe;
import dev.nodeready.ready.Signal;
import dev.nodeready.ready.Trigger;
import dev.nodeready.ready.Waiter;
import dev.nodeready.retry.Time;
import dev.nodeready.retry.Waiting;
import dev.nodeready.retry.Waits;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;

/** Proves that the node has joined: its certificate, its Node, and that it is Ready. */
final class JoinSteps {
  private static final Duration TICK = Duration.ofSeconds(1);
  private static final Duration LOOK = Duration.ofSeconds(10);

  /** What only another configuration of this node can mend. */
  private static final Set<Code> OF_CONFIGURATION =
      Set.of(Code.JOIN_CA_WRONG, Code.JOIN_TOKEN_EXPIRED);

  private final Joining joining;
  private final Time time;

  /** Those that see {@code joining} to its end. */
  JoinSteps(Joining joining, Time time) {
    this.joining = joining;
    this.time = time;
  }

  Outcome certificate(Progress progress) throws InterruptedException {
    if (joining.policy() == JoinPolicy.HEALTHY) {
      return skipped();
    }
    ApiWatch api = joining.watch();
    if (!api.place().bootstraps()) {
      return new Outcome.Skipped("kubelet has credentials of its own");
    }
    CertificateProbe probe = joining.certificate();
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
    if (joining.policy() == JoinPolicy.HEALTHY) {
      return skipped();
    }
    ApiWatch api = joining.watch();
    Rejoin rejoin = joining.rejoin(progress::note);
    await(
        progress,
        subject("to be registered"),
        rejoin.around(joining.registration()),
        api.trigger());
    progress.found(JoinFacts.registered(api.now(), api.place(), time.now()));
    JoinedBefore.note(api.place(), api.now().apiServer(), Machine.of(api.place().root()));
    String user = api.now().who().user();
    return new Outcome.Unchanged(
        api.place().node()
            + " at "
            + api.now().apiServer()
            + (user.isEmpty() ? "" : " as " + user));
  }

  Outcome ready(Progress progress) throws InterruptedException {
    if (joining.policy() != JoinPolicy.READY) {
      return skipped();
    }
    ApiWatch api = joining.watch();
    ReadyProbe probe = joining.readiness();
    try {
      NodeObject node = await(progress, subject("to be Ready"), probe, api.trigger());
      progress.found(JoinFacts.ready(time.now()));
      return new Outcome.Unchanged(node.ready().reason());
    } catch (FailureException e) {
      // A node that is in the cluster and not Ready is seen from there; one that shares its name,
      // or
      // whose kubelet is gone for good, is not in it.
      boolean joined =
          joining.deadline().passed() && e.failure().code() != Code.JOIN_NODE_NAME_TAKEN;
      return joined ? new Outcome.Degraded(e.failure()) : new Outcome.Failed(e.failure());
    }
  }

  private <T> T await(Progress progress, String subject, Probe<T> probe, Trigger trigger)
      throws InterruptedException {
    joining.watch().want();
    Waiter waiter = new Waiter(subject, TICK, LOOK, JoinSteps::tell);
    try {
      T found = waiter.await(probe, trigger, joining.deadline());
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
    return new Outcome.Skipped("spec.bootstrap.join is " + joining.policy().word());
  }

  private String subject(String what) throws InterruptedException {
    return "node " + joining.watch().place().node() + " " + what;
  }
}
