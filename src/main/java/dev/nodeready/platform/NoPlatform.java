package dev.nodeready.platform;

import dev.nodeready.aws.RegistryCredentials;
import dev.nodeready.config.NodeConfig;
import dev.nodeready.config.NodeStatus.InstanceDetails;
import dev.nodeready.host.InstanceLimits;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A machine that belongs to no cloud: nothing is asked. */
public final class NoPlatform implements Platform {
  @Override
  public byte @Nullable [] userData() {
    return null;
  }

  @Override
  public String instanceId() {
    return "";
  }

  @Override
  public @Nullable InstanceDetails instance(NodeConfig config) {
    return null;
  }

  @Override
  public @Nullable InstanceLimits limits(NodeConfig config, String type) {
    return null;
  }

  @Override
  public Optional<RegistryCredentials> credentials(NodeConfig config, String image) {
    return Optional.empty();
  }

  @Override
  public Map<String, Map<String, String>> environment(NodeConfig config) {
    return config.instance().environment();
  }
}
