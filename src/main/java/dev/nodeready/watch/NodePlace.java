package dev.nodeready.watch;

import dev.nodeready.failure.FailureException;
import dev.nodeready.join.KubeletPlace;

/** Where kubelet of a machine joins, as it is started now. */
@FunctionalInterface
public interface NodePlace {
  /**
   * The place.
   *
   * @throws FailureException with code {@code JOIN_KUBELET_UNKNOWN}
   */
  KubeletPlace find() throws InterruptedException;
}
