package dev.nodeready.api;

import dev.nodeready.tree.Fields;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The Lease of a Node, which tells whether a kubelet is alive.
 *
 * @param created when there was one first, by the API server's clock
 * @param renewed when a kubelet renewed it last, by that node's clock
 */
public record LeaseObject(@Nullable Instant created, @Nullable Instant renewed) {
  static LeaseObject of(Fields lease) {
    return new LeaseObject(
        lease.time("metadata", "creationTimestamp"), lease.time("spec", "renewTime"));
  }
}
