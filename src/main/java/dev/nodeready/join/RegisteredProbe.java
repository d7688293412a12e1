package dev.nodeready.join;

import dev.nodeready.api.LeaseObject;
import dev.nodeready.api.NodeObject;
import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import dev.nodeready.ready.Probe;
import dev.nodeready.ready.Verdict;
import dev.nodeready.retry.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Whether the Node of our name is there and this boot's.
 *
 * <p>Where another live machine has the same name, both kubelets write the one Node in turns, each
 * at most {@code nodeStatusUpdateFrequency} (10 s) after the other. So after another machine's Node
 * with a fresh Lease was seen, ours counts only when it has stayed for longer than that. The same
 * where a kubelet was there under our name before ours, as {@link Namesake} tells, that is not
 * known to have been this machine's: ours may have written over it before anybody looked.
 */
public final class RegisteredProbe implements Probe<NodeObject> {
  private static final Duration CALM = Duration.ofSeconds(25);

  /** Of a Lease, as kubelet asks for it ({@code nodeLeaseDurationSeconds}). */
  private static final Duration LEASE = Duration.ofSeconds(40);

  private static final Duration LOOK_AT_LEASE = Duration.ofSeconds(3);

  private final ApiWatch watch;
  private final Machine machine;
  private final @Nullable Instant kubeletSince;
  private final KubeletLog log;
  private final Supplier<Optional<Failure>> ended;
  private final Time time;
  private boolean known;
  private @Nullable Instant namesake;
  private boolean oursSeen;
  private long oursAt;
  private String others = "";
  private boolean alive;
  private long othersAt;
  private @Nullable Instant renewed;
  private long leaseAt;
  private boolean leaseRead;

  /**
   * A probe.
   *
   * @param kubeletSince when kubelet started; null where nobody knows
   * @param ended why kubelet will never register, if so
   */
  public RegisteredProbe(
      ApiWatch watch,
      Machine machine,
      @Nullable Instant kubeletSince,
      KubeletLog log,
      Supplier<Optional<Failure>> ended,
      Time time) {
    this.watch = watch;
    this.machine = machine;
    this.kubeletSince = kubeletSince;
    this.log = log;
    this.ended = ended;
    this.time = time;
  }

  @Override
  public Verdict<NodeObject> look(Duration atMost) throws InterruptedException {
    Optional<Failure> never = ended.get();
    if (never.isPresent()) {
      return new Verdict.Never<>(never.get());
    }
    Sighting seen = watch.now();
    Failure trouble = seen.trouble();
    if (trouble != null) {
      return new Verdict.NotYet<>(trouble);
    }
    NodeObject node = seen.node();
    return node == null ? new Verdict.NotYet<>(absent(seen)) : judged(node);
  }

  private Verdict<NodeObject> judged(NodeObject node) throws InterruptedException {
    return switch (Ownership.of(node, machine, watch.place().providerId())) {
      case Ownership.Others other -> new Verdict.NotYet<>(taken(other.how()));
      case Ownership.Earlier earlier -> {
        // An earlier boot of this machine was this node.
        known |= !node.bootId().isEmpty();
        yield leaseIsOurs() ? ours(node) : new Verdict.NotYet<>(earlier(earlier.how()));
      }
      case Ownership.Ours _ -> ours(node);
    };
  }

  private Verdict<NodeObject> ours(NodeObject node) throws InterruptedException {
    if (alive && time.nanos() - othersAt < CALM.toNanos()) {
      return new Verdict.NotYet<>(
          taken(
              others,
              "a moment ago the Node was of another machine that is alive (%s); now it is ours"
                  .formatted(others)));
    }
    if (!oursSeen) {
      oursSeen = true;
      oursAt = time.nanos();
      namesake = namesake(node);
    }
    Instant before = namesake;
    return before != null && time.nanos() - oursAt < CALM.toNanos()
        ? new Verdict.NotYet<>(doubtful(before))
        : new Verdict.Ready<>(node);
  }

  /** Nobody has to be looked for whose Node was seen, be it our own of an earlier boot. */
  private @Nullable Instant namesake(NodeObject node) throws InterruptedException {
    return known
            || !others.isEmpty()
            || JoinedBefore.is(watch.place(), watch.now().apiServer(), machine)
        ? null
        : Namesake.of(node, kubeletSince, time, watch::lease).orElse(null);
  }

  private Failure doubtful(Instant since) throws InterruptedException {
    return unregistered(
        ("the Node is ours, but a kubelet of another machine or disk has been %s since %s; within"
                + " %d s it shows whether it still is")
            .formatted(watch.place().node(), since, CALM.toSeconds()));
  }

  private Failure taken(String how) throws InterruptedException {
    Optional<Instant> lease = lease();
    others = how;
    othersAt = time.nanos();
    // Only a live kubelet can have written it over; a young one may have no Lease yet.
    alive = oursSeen || lease.isEmpty() || lease.get().plus(LEASE).isAfter(time.now());
    // Once this machine was the node, it may have been the one to renew the Lease.
    String life =
        oursSeen
            ? ", which wrote it over after this one had"
            : lease
                .map(at ->
                    (alive ? ", which renewed its Lease at " : ", which was alive until ") + at)
                .orElse("");
    return taken(how, "the Node is of another machine (%s)%s".formatted(how, life));
  }

  private Failure taken(String how, String happened) {
    String node = watch.place().node();
    return failure(
        Code.JOIN_NODE_NAME_TAKEN,
        happened,
        how.startsWith("provider id")
            ? "delete the Node that is left of the other machine: kubectl delete node " + node
            : "give one of the two another name (spec.bootstrap.nodeName), or stop the other; if it"
                + " is gone for good: kubectl delete node "
                + node);
  }

  private Failure earlier(String how) throws InterruptedException {
    return unregistered("the Node is this machine's, but " + how);
  }

  private Failure absent(Sighting seen) throws InterruptedException {
    return unregistered(
        !seen.nodeKnown()
            ? "the API server has not been asked for the Node yet"
            : "there is no such Node yet");
  }

  private Failure unregistered(String happened) throws InterruptedException {
    return failure(Code.JOIN_NOT_REGISTERED, happened, "see kubelet's log: journalctl -u kubelet")
        .saying(log.ofRegistration().map(said -> "kubelet says: " + said).orElse(""));
  }

  private Failure failure(Code code, String happened, String remedy) {
    return Failure.passing(code, "register node " + watch.place().node(), happened, remedy);
  }

  private boolean leaseIsOurs() throws InterruptedException {
    Instant since = kubeletSince;
    return since != null && lease().filter(at -> !at.isBefore(since)).isPresent();
  }

  /** Read again only after a while: it is renewed each 10 s. */
  private Optional<Instant> lease() throws InterruptedException {
    if (!leaseRead || time.nanos() - leaseAt >= LOOK_AT_LEASE.toNanos()) {
      renewed = watch.lease().map(LeaseObject::renewed).orElse(null);
      leaseAt = time.nanos();
      leaseRead = true;
    }
    return Optional.ofNullable(renewed);
  }
}
