package dev.nodeready.join;

import dev.nodeready.api.LeaseObject;
import dev.nodeready.api.NodeObject;
import dev.nodeready.retry.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether a kubelet was in the cluster under our name before ours, by what is left of it once
 * ours has written the Node over: a part of the Node that a kubelet wrote, or the Lease, is older
 * than our kubelet. An administrator may have made a Node beforehand, which proves nothing.
 *
 * <p>Only times of the API server are held against each other, so that the clocks may differ.
 */
final class Namesake {
  /** API times are whole seconds, and a look is not the moment of the write. */
  private static final Duration TOLERANCE = Duration.ofSeconds(3);

  /** Reads the Lease of our name. */
  @FunctionalInterface
  interface Lease {
    Optional<LeaseObject> read() throws InterruptedException;
  }

  private Namesake() {}

  /**
   * When another kubelet of our name was seen by the cluster first.
   *
   * @param node as our kubelet has written it
   * @param kubeletSince when ours started; null where nobody knows
   * @param lease asked only where the Node is older than our kubelet and does not tell itself; a
   *     kubelet makes one only seconds after its Node
   */
  static Optional<Instant> of(
      NodeObject node, @Nullable Instant kubeletSince, Time time, Lease lease)
      throws InterruptedException {
    Instant created = node.created();
    Instant written = node.written();
    if (kubeletSince == null || created == null || written == null) {
      return Optional.empty();
    }
    Instant began = written.minus(Duration.between(kubeletSince, time.now())).minus(TOLERANCE);
    if (!created.isBefore(began)) {
      return Optional.empty();
    }
    Instant first = node.firstByKubelet();
    return first != null && first.isBefore(began)
        ? Optional.of(first)
        : lease.read().map(LeaseObject::created).filter(made -> made.isBefore(began));
  }
}
