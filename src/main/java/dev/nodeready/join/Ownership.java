package dev.nodeready.join;

import dev.nodeready.api.NodeObject;
import java.util.ArrayList;
import java.util.List;

/** Whose a Node object is. */
sealed interface Ownership {
  /** This boot's: kubelet has written it since the machine came up. */
  record Ours() implements Ownership {}

  /** This machine's, but written by an earlier boot, or by nobody yet. */
  record Earlier(String how) implements Ownership {}

  /** Another machine's, and how one sees that. */
  record Others(String how) implements Ownership {}

  /**
   * Judges by what kubelet writes into the status. Ids that either side does not tell prove
   * nothing.
   *
   * @param providerId that this machine's Node has; empty where none is expected
   */
  static Ownership of(NodeObject node, Machine machine, String providerId) {
    List<String> other = new ArrayList<>();
    differing(other, "machine id", node.machineId(), machine.machineId());
    differing(other, "system UUID", node.systemUuid(), machine.systemUuid());
    differing(other, "provider id", node.providerId(), providerId);
    if (!other.isEmpty()) {
      return new Others(String.join(", ", other));
    }
    if (node.bootId().isEmpty()) {
      return new Earlier("kubelet has not written its status yet");
    }
    return node.bootId().equals(machine.bootId())
        ? new Ours()
        : new Earlier("its status is of an earlier boot (boot id " + node.bootId() + ")");
  }

  private static void differing(List<String> all, String what, String theirs, String ours) {
    if (!theirs.isEmpty() && !ours.isEmpty() && !theirs.equalsIgnoreCase(ours)) {
      all.add("%s %s, and this machine's is %s".formatted(what, theirs, ours));
    }
  }
}
