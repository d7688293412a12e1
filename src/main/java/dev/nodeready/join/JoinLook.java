package dev.nodeready.join;

import dev.nodeready.api.NodeObject;
import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import dev.nodeready.ready.Verdict;
import dev.nodeready.retry.Deadline;
import dev.nodeready.retry.Time;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How a join stands at one moment, by the same words as a boot that waits for it. It asks with
 * kubelet's credentials and changes nothing.
 *
 * @param apiServer whom it asked; empty where no kubeconfig can be used
 * @param failure why the node has not joined; empty where it has
 * @param clockAhead how far our clock is ahead of the API server's; empty where it did not answer
 */
public record JoinLook(String apiServer, Optional<Failure> failure, Optional<Duration> clockAhead) {
  private static final Duration TICK = Duration.ofMillis(500);
  private static final Duration BEGINNING = Duration.ofSeconds(1);

  /**
   * Looks.
   *
   * @param lines of kubelet's log of this boot, oldest first
   * @param limit for an answer of the API server
   */
  public static JoinLook of(KubeletPlace place, List<String> lines, Time time, Duration limit)
      throws InterruptedException {
    try (ApiWatch watch = ApiWatch.start(place, time)) {
      watch.want();
      Deadline deadline = Deadline.after(limit, time);
      while (!watch.now().nodeKnown() && !isKnown(watch.now()) && !deadline.passed()) {
        watch.trigger().await(deadline.atMost(TICK));
      }
      // A watch that has begun tells within a moment what is there.
      Deadline begun = deadline.within(BEGINNING);
      while (!isKnown(watch.now()) && !begun.passed()) {
        watch.trigger().await(begun.atMost(TICK));
      }
      return new JoinLook(watch.now().apiServer(), judged(watch, lines, time), watch.clockAhead());
    }
  }

  private static boolean isKnown(Sighting seen) {
    return seen.trouble() != null || seen.node() != null || seen.request() != null;
  }

  private static Optional<Failure> judged(ApiWatch watch, List<String> lines, Time time) {
    Sighting seen = watch.now();
    if (seen.trouble() != null) {
      return Optional.of(seen.trouble());
    }
    if (seen.bootstrapping() && !seen.nodeKnown()) {
      var verdict = new CertificateProbe(watch, Optional::empty, time).look(Duration.ZERO);
      return verdict instanceof Verdict.NotYet<ClientCertificate> notYet
          ? Optional.of(notYet.because())
          : Optional.empty();
    }
    NodeObject node = seen.node();
    return node == null
        ? Optional.of(unregistered(watch.place(), seen, lines))
        : registered(watch.place(), node);
  }

  private static Failure unregistered(KubeletPlace place, Sighting seen, List<String> lines) {
    String said =
        lines.reversed().stream()
            .filter(line -> KubeletLog.IS_REGISTRATION.matcher(line).find())
            .findFirst()
            .orElse("");
    return Failure.passing(
            Code.JOIN_NOT_REGISTERED,
            "find node " + place.node(),
            seen.nodeKnown()
                ? "there is no such Node"
                : "the API server did not say in time whether there is such a Node")
        .saying(said);
  }

  private static Optional<Failure> registered(KubeletPlace place, NodeObject node) {
    if (Ownership.of(node, Machine.of(place.root()), place.providerId())
        instanceof Ownership.Others(String how)) {
      return Optional.of(
          Failure.passing(
              Code.JOIN_NODE_NAME_TAKEN,
              "find node " + place.node(),
              "the Node is of another machine (" + how + ")"));
    }
    NodeObject.Condition ready = node.ready();
    return ready.isTrue()
        ? Optional.empty()
        : Optional.of(
            Failure.passing(
                Code.JOIN_NOT_READY,
                "see node " + place.node() + " Ready",
                ReadyProbe.words(ready),
                "see kubectl describe node " + place.node()));
  }
}
