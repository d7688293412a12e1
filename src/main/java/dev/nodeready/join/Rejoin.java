package dev.nodeready.join;

import dev.nodeready.catalogue.Code;
import dev.nodeready.host.FileStore;
import dev.nodeready.ready.Probe;
import dev.nodeready.ready.Verdict;
import dev.nodeready.retry.Time;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Lets a machine join again whose former certificate is none any more: it is set aside, never
 * deleted, and kubelet asks for another one.
 */
public final class Rejoin {
  /** What says that the cluster has another authority by now than kubelet's credentials have. */
  private static final Set<Code> REPLACED = Set.of(Code.JOIN_UNAUTHORIZED, Code.JOIN_CA_WRONG);

  /** In which a server that is just coming up may still learn of its nodes. */
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private final ApiWatch api;
  private final Restart kubelet;
  private final Time time;
  private final Consumer<String> notes;
  private long refusedAt = Long.MIN_VALUE;
  private boolean done;

  /** Starts kubelet anew. */
  @FunctionalInterface
  public interface Restart {
    /** Returns when it runs. */
    void restart() throws InterruptedException;
  }

  /**
   * For one join.
   *
   * @param notes hears what was done
   */
  public Rejoin(ApiWatch api, Restart kubelet, Time time, Consumer<String> notes) {
    this.api = api;
    this.kubelet = kubelet;
    this.time = time;
    this.notes = notes;
  }

  /**
   * Sets the certificate of another node aside, as a disk has it that was cloned, before kubelet is
   * started with it.
   */
  public static void beforeKubelet(KubeletPlace place, Time time, Consumer<String> notes) {
    Optional<ClientCertificate> there = ClientCertificate.of(place);
    if (place.bootstraps() && there.isPresent() && there.get().isOfAnotherNode(place.node())) {
      setAside(place, "it is of " + there.get().user(), time, notes);
    }
  }

  /**
   * A probe that, where kubelet's certificate is refused and what it asks for one with is not, has
   * kubelet ask for another one; once.
   */
  public <T> Probe<T> around(Probe<T> probe) {
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
    long now = time.nanos();
    if (!refused) {
      refusedAt = Long.MIN_VALUE;
    } else if (refusedAt == Long.MIN_VALUE) {
      refusedAt = now;
    } else if (now - refusedAt >= PATIENCE.toNanos() && api.bootstrapWorks()) {
      done = true;
      setAside(place, "the API server refuses it and takes the bootstrap token", time, notes);
      kubelet.restart();
      api.credentialsChanged();
    }
  }

  private static void setAside(KubeletPlace place, String why, Time time, Consumer<String> notes) {
    String name =
        String.valueOf(Path.of(place.certificate()).getFileName())
            + ".aside-"
            + time.now().getEpochSecond();
    new FileStore(place.root()).setAside(place.certificate(), name);
    notes.accept(
        "kubelet's client certificate %s was set aside as %s, since %s; kubelet asks for another one"
            .formatted(place.certificate(), name, why));
  }
}
