package dev.nodeready.platform;

import dev.nodeready.config.NodeConfig;
import dev.nodeready.config.NodeStatus;
import dev.nodeready.config.NodeStatus.InstanceDetails;
import dev.nodeready.config.ResolvedConfig;
import dev.nodeready.failure.FailureException;
import dev.nodeready.host.InstanceLimits;
import dev.nodeready.host.InstanceTypes;
import org.jspecify.annotations.Nullable;

/**
 * What the platform told of this instance, or an earlier run kept of it.
 *
 * @param details null where the platform has no instances
 * @param limits of its type; null where they are not known
 * @param address of the machine, see {@link Platform#address}
 */
public record Told(
    @Nullable InstanceDetails details, @Nullable InstanceLimits limits, String address) {
  /** Asks for what {@code from} did not bring along. */
  public static Told by(Platform platform, ResolvedConfig from) throws InterruptedException {
    NodeConfig config = from.config();
    NodeStatus kept = from.status();
    InstanceDetails details =
        from.needsFacts() || kept == null ? platform.instance(config) : kept.instance();
    return details == null
        ? new Told(null, null, platform.address(config))
        : new Told(details, limits(platform, config, details.type()), "");
  }

  private static @Nullable InstanceLimits limits(Platform platform, NodeConfig config, String type)
      throws InterruptedException {
    InstanceLimits known = InstanceTypes.limitsOf(type);
    if (known != null) {
      return known;
    }
    try {
      return platform.limits(config, type);
    } catch (FailureException e) {
      // kubelet's default of maxPods then holds; the renderer warns of it.
      return null;
    }
  }
}
