package dev.nodeready.platform;

import dev.nodeready.aws.RegistryCredentials;
import dev.nodeready.config.NodeConfig;
import dev.nodeready.config.NodeStatus.InstanceDetails;
import dev.nodeready.host.InstanceLimits;
import dev.nodeready.net.OwnAddress;
import dev.nodeready.retry.Time;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A machine that belongs to no cloud: nothing is asked. */
public final class NoPlatform implements Platform {
  private static final Duration ROUTE_LIMIT = Duration.ofSeconds(30);

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

  /**
   * kubelet would ask DNS for its own name first, and register late where nobody answers. Without a
   * route there is no cluster either, so one is waited for, but not for ever: it may come
   * otherwise.
   */
  @Override
  public String address(NodeConfig config) throws InterruptedException {
    boolean given =
        !config.bootstrap().nodeIps().isEmpty()
            || config.kubelet().flags().stream().anyMatch(flag -> flag.contains("--node-ip"));
    String cidr = config.cluster().cidr();
    if (given || cidr.isEmpty()) {
      return "";
    }
    URI server;
    try {
      server = URI.create(config.cluster().apiServerEndpoint());
    } catch (IllegalArgumentException e) {
      server = URI.create("");
    }
    return OwnAddress.of(cidr.indexOf(':') >= 0, server).await(ROUTE_LIMIT, Time.SYSTEM);
  }

  @Override
  public @Nullable InstanceLimits limits(NodeConfig config, String type) {
    return null;
  }

  @Override
  public Optional<RegistryCredentials> credentials(NodeConfig config, String image) {
    return Optional.empty();
  }
}
