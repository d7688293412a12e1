package dev.nodeready.api;

import dev.nodeready.tree.Fields;
import java.time.Instant;
import java.util.Comparator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A Node of the cluster, as far as a join is concerned.
 *
 * @param providerId of the machine; empty where nobody set one
 * @param bootId the kernel's id of the boot in which kubelet last wrote the status
 * @param machineId of that machine's {@code /etc/machine-id}
 * @param systemUuid of that machine's firmware
 * @param ready its Ready condition
 * @param created when it was made, by the API server's clock
 * @param written when a field of it changed last, by the same clock; null where that is not kept
 * @param firstByKubelet the earliest change by a kubelet that still stands; likewise
 */
public record NodeObject(
    String providerId,
    String bootId,
    String machineId,
    String systemUuid,
    Condition ready,
    @Nullable Instant created,
    @Nullable Instant written,
    @Nullable Instant firstByKubelet) {

  /**
   * The Ready condition, in kubelet's words.
   *
   * @param status {@code True}, {@code False}, {@code Unknown}, or empty where there is none yet
   * @param heartbeat when kubelet last said so, by the node's clock; null where it never did
   */
  public record Condition(
      String status, String reason, String message, @Nullable Instant heartbeat) {
    static final Condition NONE = new Condition("", "", "", null);

    /** Whether it is True. */
    public boolean isTrue() {
      return status.equals("True");
    }
  }

  static NodeObject of(Fields node) {
    return new NodeObject(
        node.text("spec", "providerID"),
        node.text("status", "nodeInfo", "bootID"),
        node.text("status", "nodeInfo", "machineID"),
        node.text("status", "nodeInfo", "systemUUID"),
        ready(node),
        node.time("metadata", "creationTimestamp"),
        writes(node, "").max(Comparator.naturalOrder()).orElse(null),
        writes(node, "kubelet").min(Comparator.naturalOrder()).orElse(null));
  }

  /** When who writes it did so last; of everybody where no {@code manager} is named. */
  private static Stream<Instant> writes(Fields node, String manager) {
    return node.list("metadata", "managedFields").stream()
        .filter(writer -> manager.isEmpty() || writer.text("manager").equals(manager))
        .flatMap(writer -> Stream.ofNullable(writer.time("time")));
  }

  private static Condition ready(Fields node) {
    return node.list("status", "conditions").stream()
        .filter(condition -> condition.text("type").equals("Ready"))
        .map(c ->
            new Condition(
                c.text("status"), c.text("reason"), c.text("message"), c.time("lastHeartbeatTime")))
        .findFirst()
        .orElse(Condition.NONE);
  }
}
