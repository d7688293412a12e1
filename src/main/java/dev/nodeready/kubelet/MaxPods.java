package dev.nodeready.kubelet;

import dev.nodeready.catalogue.Code;
import dev.nodeready.config.MaxPodsExpression;
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
    int standard = limits == null ? DEFAULT : standard(limits);
    if (expression.isEmpty()) {
      return standard;
    }
    if (limits == null) {
      warnings.add(ignored("the limits of the instance type are not known", standard));
      return standard;
    }
    return switch (MaxPodsExpression.evaluate(
        expression, limits.enis(), limits.ipsPerEni(), standard)) {
      case MaxPodsExpression.Result.Pods(int count) -> count;
      case MaxPodsExpression.Result.Refused(String because, boolean _) -> {
        warnings.add(ignored(because, standard));
        yield standard;
      }
    };
  }

  /** One address of each ENI is its own; two pods use the host's network. */
  static int standard(InstanceLimits limits) {
    return limits.enis() * (limits.ipsPerEni() - 1) + 2;
  }

  private static Failure ignored(String because, int standard) {
    return Failure.permanent(
        Code.KUBELET_MAX_PODS_EXPRESSION_IGNORED,
        "evaluate spec.kubelet.maxPodsExpression",
        because,
        "correct it, or set maxPods in spec.kubelet.config; until then it is " + standard);
  }
}
