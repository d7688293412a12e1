package dev.nodeready.simulation;

import java.util.stream.Stream;

/** What a boot asks the API server for. */
final class Requests {
  /**
   * That kubelet reads at its start: Node, Services, Pods, RuntimeClasses, CSIDrivers, and the
   * CSINode.
   */
  static final int READS = 6;

  /** That it writes until it is Ready: the Node, its Lease, and twice the Node's status. */
  static final int WRITES = 4;

  private Requests() {}

  /** Each with its level, in their order. */
  static PriorityLevel[] ofKubelet(ApiServer api) {
    return Stream.concat(
            Stream.generate(api::system).limit(READS), Stream.generate(api::nodeHigh).limit(WRITES))
        .toArray(PriorityLevel[]::new);
  }

  /**
   * Who we are and the watch of our Node, which {@code JoinStepsTest} counts, and the event that
   * tells of the boot.
   */
  static PriorityLevel[] ofProof(ApiServer api) {
    return new PriorityLevel[] {api.system(), api.nodeHigh(), api.system()};
  }
}
