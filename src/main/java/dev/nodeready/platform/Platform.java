package dev.nodeready.platform;

import dev.nodeready.aws.RegistryCredentials;
import dev.nodeready.config.NodeConfig;
import dev.nodeready.config.NodeStatus.InstanceDetails;
import dev.nodeready.host.InstanceLimits;
import dev.nodeready.net.Proxies;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where the machine runs, as far as a boot has to ask it. */
public interface Platform {
  /**
   * The user data of this instance; null where it has none.
   *
   * @throws dev.nodeready.failure.FailureException when it cannot be had
   */
  byte @Nullable [] userData() throws InterruptedException;

  /** The id of this instance; empty where there are no instances. */
  String instanceId() throws InterruptedException;

  /**
   * What it says of this instance; null where it has nothing to say.
   *
   * @throws dev.nodeready.failure.FailureException when it cannot be had
   */
  @Nullable InstanceDetails instance(NodeConfig config) throws InterruptedException;

  /**
   * The machine's address in the family of the service network, where neither the instance nor the
   * configuration tells it; empty to leave it to kubelet.
   */
  default String address(NodeConfig config) throws InterruptedException {
    return "";
  }

  /** Network limits of an instance type that the table lacks; null where they cannot be had. */
  @Nullable InstanceLimits limits(NodeConfig config, String type) throws InterruptedException;

  /** Credentials for a pull; empty where the registry wants none. */
  Optional<RegistryCredentials> credentials(NodeConfig config, String image)
      throws InterruptedException;

  /** The environment variables by service, with what goes past a proxy completed for all. */
  default Map<String, Map<String, String>> environment(NodeConfig config) {
    Map<String, Map<String, String>> all = new LinkedHashMap<>(config.instance().environment());
    NodeConfig.Cluster cluster = config.cluster();
    all.computeIfPresent(
        "default",
        (_, given) -> Proxies.ofServices(given, cluster.cidr(), cluster.apiServerEndpoint()));
    return all;
  }
}
