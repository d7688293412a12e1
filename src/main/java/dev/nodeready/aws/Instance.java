package dev.nodeready.aws;

import dev.nodeready.config.NodeConfig;
import dev.nodeready.config.NodeStatus.InstanceDetails;
import dev.nodeready.failure.FailureException;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Gathers what the platform says of this instance. */
public final class Instance {
  private Instance() {}

  /** Who knows the private DNS name of an instance: EC2. */
  public interface Names {
    /**
     * The name, never empty.
     *
     * @throws FailureException {@code AWS_*}
     */
    String privateDnsName(String instanceId) throws InterruptedException;
  }

  /**
   * The instance's facts; null with {@code spec.bootstrap.platform: none}. EC2 is asked once, for
   * the private DNS name, and not at all where the node is named by its instance id or by {@code
   * spec.bootstrap.nodeName}. The address is of the family of the service CIDR. The IPv4 address
   * that the identity document names is not asked for again where an interface of this machine has
   * it.
   *
   * @param interfaces the hardware address of this machine's interface that has an address, else
   *     empty
   * @throws FailureException {@code AWS_*}
   */
  public static @Nullable InstanceDetails describe(
      NodeConfig config, Imds imds, Names names, UnaryOperator<String> interfaces)
      throws InterruptedException {
    if (config.bootstrap().platform().equals("none")) {
      return null;
    }
    Imds.Identity identity = imds.identity();
    boolean six = config.cluster().cidr().indexOf(':') >= 0;
    String own = six ? "" : interfaces.apply(identity.address());
    String mac = own.isEmpty() ? imds.mac() : own;
    String four = six ? "" : own.isEmpty() ? imds.localIpv4() : identity.address();
    String first = six ? imds.firstIpv6(mac) : "";
    String name = namedOtherwise(config) ? "" : names.privateDnsName(identity.instanceId());
    return new InstanceDetails(
        identity.instanceId(),
        identity.region(),
        identity.type(),
        identity.zone(),
        mac,
        name,
        four,
        first);
  }

  private static boolean namedOtherwise(NodeConfig config) {
    return config.gate("InstanceIdNodeName") || !config.bootstrap().nodeName().isEmpty();
  }
}
