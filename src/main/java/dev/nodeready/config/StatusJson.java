package dev.nodeready.config;

import dev.nodeready.config.ConfigJson.Members;
import dev.nodeready.config.NodeStatus.InstanceDetails;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Facts in the cache: nodeadm's {@code status}, with the addresses that it does not keep. */
final class StatusJson {
  private StatusJson() {}

  static @Nullable NodeStatus read(Reading status) {
    if (status.object() == null || status.object().members().isEmpty()) {
      return null;
    }
    return new NodeStatus(
        instance(status.below("instance")),
        status.below("default").text("sandboxImage", NodeStatus.EKS_SANDBOX_IMAGE),
        status.text("kubeletVersion"));
  }

  private static @Nullable InstanceDetails instance(Reading instance) {
    if (instance.text("id").isEmpty()) {
      return null;
    }
    return new InstanceDetails(
        instance.text("id"),
        instance.text("region"),
        instance.text("type"),
        instance.text("availabilityZone"),
        instance.text("mac"),
        instance.text("privateDnsName"),
        instance.text("localIpv4"),
        instance.text("ipv6"));
  }

  static Map<String, @Nullable Object> write(NodeStatus status) {
    Members members = new Members();
    members.put("instance", instance(status.instance()));
    Members defaults = new Members();
    defaults.add("sandboxImage", status.sandboxImage());
    members.put("default", defaults.map);
    members.add("kubeletVersion", status.kubeletVersion());
    return members.map;
  }

  private static Map<String, @Nullable Object> instance(@Nullable InstanceDetails instance) {
    Members members = new Members();
    if (instance != null) {
      members.add("id", instance.id());
      members.add("region", instance.region());
      members.add("type", instance.type());
      members.add("availabilityZone", instance.availabilityZone());
      members.add("mac", instance.mac());
      members.add("privateDnsName", instance.privateDnsName());
      members.add("localIpv4", instance.localIpv4());
      members.add("ipv6", instance.ipv6());
    }
    return members.map;
  }
}
