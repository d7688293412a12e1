package dev.nodeready.kubelet;

import dev.nodeready.failure.Failure;
import dev.nodeready.host.InstanceLimits;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How many pods the node takes: as many as the instance has addresses for. */
final class MaxPods {
  /** Where the instance's limits are not known. */
  static final int DEFAULT = 110;

  private MaxPods() {}

  static int of(@Nullable InstanceLimits limits, String expression, List<Failure> warnings) {
    if (limits == null) {
      if (!expression.isEmpty()) {
        warnings.add(expressionIgnored());
      }
      return DEFAULT;
    }
    return standard(limits);
  }

  /** One address of each ENI is its own; two pods use the host's network. */
  static int standard(InstanceLimits limits) {
    return limits.enis() * (limits.ipsPerEni() - 1) + 2;
  }

  private static Failure expressionIgnored() {
    return Failure.permanent(
        "KUBELET_MAX_PODS_EXPRESSION_IGNORED",
        "evaluate spec.kubelet.maxPodsExpression",
        "the limits of the instance type are not known",
        "set maxPods in spec.kubelet.config; until then it is " + DEFAULT);
  }
}
