package dev.nodeready.boot;

import dev.nodeready.aws.Imds;
import dev.nodeready.aws.Proxies;
import dev.nodeready.config.NodeConfig;
import dev.nodeready.config.NodeStatus.InstanceDetails;
import dev.nodeready.cri.Credentials;
import dev.nodeready.host.InstanceLimits;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An instance of Amazon EC2. */
final class Ec2Platform implements Platform {
  private final Imds imds;

  Ec2Platform(Imds imds) {
    this.imds = imds;
  }

  @Override
  public byte @Nullable [] userData() throws InterruptedException {
    return imds.userData();
  }

  @Override
  public String instanceId() throws InterruptedException {
    return imds.identity().instanceId();
  }

  @Override
  public @Nullable InstanceDetails instance(NodeConfig config) throws InterruptedException {
    Imds.Identity identity = imds.identity();
    String mac = imds.mac();
    boolean six = config.cluster().cidr().contains(":");
    return new InstanceDetails(
        identity.instanceId(),
        identity.region(),
        identity.type(),
        identity.zone(),
        mac,
        "",
        six ? "" : imds.localIpv4(),
        six ? imds.firstIpv6(mac) : "");
  }

  @Override
  public @Nullable InstanceLimits limits(String type) {
    return null;
  }

  @Override
  public Optional<Credentials> credentials(String image) {
    return Optional.empty();
  }

  @Override
  public Map<String, Map<String, String>> environment(NodeConfig config) {
    Map<String, Map<String, String>> environment =
        new LinkedHashMap<>(config.instance().environment());
    Map<String, String> ofAll = environment.get("default");
    if (ofAll != null) {
      environment.put(
          "default",
          Proxies.completed(ofAll, config.cluster().cidr(), config.cluster().apiServerEndpoint()));
    }
    return environment;
  }
}
