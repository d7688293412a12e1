package dev.nodeready.join;

import dev.nodeready.api.NodeObject;
import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import dev.nodeready.failure.FailureException;
import java.util.Optional;

/** Whether a machine that has joined has lost its Node. */
public final class NodeLoss {
  private NodeLoss() {}

  /**
   * How it was lost; empty where it was not.
   *
   * @throws FailureException when the API server does not tell
   */
  public static Optional<Failure> of(Sighting seen, KubeletPlace place, Machine machine) {
    Failure trouble = seen.trouble();
    if (trouble != null) {
      throw trouble.asException();
    }
    if (seen.bootstrapping() || !seen.nodeKnown()) {
      throw Failure.passing(
              Code.JOIN_NOT_REGISTERED,
              "find node " + place.node(),
              "the API server has not been asked yet")
          .asException();
    }
    NodeObject node = seen.node();
    return node == null ? deleted(place) : taken(node, place, machine);
  }

  /** What was never there was not deleted: the boot tells of that. */
  private static Optional<Failure> deleted(KubeletPlace place) {
    boolean joined =
        JoinedBefore.nodeOf(place.root()).filter(name -> name.equals(place.node())).isPresent();
    return joined
        ? Optional.of(
            Failure.passing(
                Code.JOIN_NODE_DELETED,
                "keep node " + place.node(),
                "the cluster has no Node of this name any more"))
        : Optional.empty();
  }

  private static Optional<Failure> taken(NodeObject node, KubeletPlace place, Machine machine) {
    return Ownership.of(node, machine, place.providerId()) instanceof Ownership.Others(String how)
        ? Optional.of(
            Failure.passing(
                Code.JOIN_NODE_NAME_TAKEN,
                "keep node " + place.node(),
                "the Node is of another machine (" + how + ")"))
        : Optional.empty();
  }
}
