package dev.nodeready.kubelet;

import dev.nodeready.catalogue.Code;
import dev.nodeready.config.NodeStatus.InstanceDetails;
import dev.nodeready.failure.Failure;
import dev.nodeready.failure.FailureException;
import java.util.List;

/** The node's name and address, as kubelet is told them. */
final class NodeIdentity {
  private NodeIdentity() {}

  /**
   * The name that the node registers under; empty to leave it to kubelet, which is possible only
   * off EC2.
   *
   * @throws FailureException with code {@code KUBELET_NODE_NAME_UNKNOWN}
   */
  static String name(KubeletInput input) {
    String given = input.config().bootstrap().nodeName();
    InstanceDetails instance = input.status().instance();
    if (!given.isEmpty() || instance == null) {
      return given;
    }
    String name =
        input.config().gate("InstanceIdNodeName") ? instance.id() : instance.privateDnsName();
    if (name.isBlank()) {
      // Certain not to join: the cluster lets a role in under the name that EC2 has for it.
      throw Failure.permanent(
              Code.KUBELET_NODE_NAME_UNKNOWN,
              "name this node",
              "EC2 gave no private DNS name for it")
          .asException();
    }
    return name.strip();
  }

  /**
   * The node's addresses, with a comma between two: what is configured, else the instance's in the
   * family of the service network, else the one of the default route; empty to leave it to kubelet,
   * which asks DNS for it before it registers.
   *
   * @throws FailureException with code {@code KUBELET_NODE_IP_UNKNOWN}
   */
  static String ip(KubeletInput input, boolean ipv6) {
    List<String> given = input.config().bootstrap().nodeIps();
    InstanceDetails instance = input.status().instance();
    if (!given.isEmpty()) {
      return String.join(",", given);
    }
    return instance == null ? input.facts().address() : ofInstance(instance, ipv6);
  }

  private static String ofInstance(InstanceDetails instance, boolean ipv6) {
    String address = firstLine(ipv6 ? instance.ipv6() : instance.localIpv4());
    if (address.isEmpty()) {
      // Certain not to join: kubelet ends at a family of addresses that the machine has not.
      throw Failure.permanent(
              Code.KUBELET_NODE_IP_UNKNOWN,
              "tell kubelet this node's address",
              "the instance has no " + (ipv6 ? "IPv6" : "IPv4") + " address")
          .asException();
    }
    return address;
  }

  /** The metadata service lists several addresses in lines. */
  private static String firstLine(String text) {
    String stripped = text.strip();
    int end = stripped.indexOf('\n');
    return end < 0 ? stripped : stripped.substring(0, end).strip();
  }
}
