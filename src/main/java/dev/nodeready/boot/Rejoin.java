package dev.nodeready.boot;

import dev.nodeready.catalogue.Code;
import dev.nodeready.host.FileStore;
import dev.nodeready.join.ApiWatch;
import dev.nodeready.join.ClientCertificate;
import dev.nodeready.join.KubeletPlace;
import dev.nodeready.node.NodeUnits;
import dev.nodeready.plan.Progress;
import dev.nodeready.ready.Probe;
import dev.nodeready.ready.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * Lets a machine join again whose former certificate is none any more: it is set aside, never
 * deleted, and kubelet asks for another one.
 */
final class Rejoin {
  /** What says that the cluster has another authority by now than kubelet's credentials have. */
  private static final Set<Code> REPLACED = Set.of(Code.JOIN_UNAUTHORIZED, Code.JOIN_CA_WRONG);

  /** In which a server that is just coming up may still learn of its nodes. */
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private final Boot boot;
  private final ApiWatch api;
  private final Progress progress;
  private long refusedAt = Long.MIN_VALUE;
  private boolean done;

  Rejoin(Boot boot, ApiWatch api, Progress progress) {
    this.boot = boot;
    this.api = api;
    this.progress = progress;
  }

  /**
   * Sets the certificate of another node aside, as a disk has it that was cloned, before kubelet is
   * started with it.
   */
  static void beforeKubelet(Boot boot, KubeletPlace place, Progress progress) {
    Optional<ClientCertificate> there = ClientCertificate.of(place);
    if (place.bootstraps() && there.isPresent() && there.get().isOfAnotherNode(place.node())) {
      setAside(boot, place, progress, "it is of " + there.get().user());
    }
  }

  /**
   * A probe that, where kubelet's certificate is refused and what it asks for one with is not, has
   * kubelet ask for another one; once.
   */
  <T> Probe<T> around(Probe<T> probe) {
    return atMost -> {
      Verdict<T> verdict = probe.look(atMost);
      if (verdict instanceof Verdict.NotYet<T> notYet && !done) {
        consider(notYet.because().code());
      }
      return verdict;
    };
  }

  private void consider(Code code) throws InterruptedException {
    KubeletPlace place = api.place();
    boolean refused =
        REPLACED.contains(code)
            && place.bootstraps()
            && !api.now().bootstrapping()
            && ClientCertificate.of(place).isPresent();
    long now = boot.time().nanos();
    if (!refused) {
      refusedAt = Long.MIN_VALUE;
    } else if (refusedAt == Long.MIN_VALUE) {
      refusedAt = now;
    } else if (now - refusedAt >= PATIENCE.toNanos() && api.bootstrapWorks()) {
      done = true;
      setAside(boot, place, progress, "the API server refuses it and takes the bootstrap token");
      boot.supervisor().restart(NodeUnits.KUBELET);
      api.credentialsChanged();
    }
  }

  private static void setAside(Boot boot, KubeletPlace place, Progress progress, String why) {
    String name =
        String.valueOf(Path.of(place.certificate()).getFileName())
            + ".aside-"
            + boot.time().now().getEpochSecond();
    new FileStore(boot.root()).setAside(place.certificate(), name);
    progress.note(
        "kubelet's client certificate %s was set aside as %s, since %s; kubelet asks for another one"
            .formatted(place.certificate(), name, why));
  }
}
