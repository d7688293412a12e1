package dev.nodeready.kubelet;

import dev.nodeready.config.NodeConfig;
import dev.nodeready.config.NodeStatus;
import dev.nodeready.host.HostFacts;
import dev.nodeready.host.ProgramVersion;

/**
 * All that kubelet's files are made of.
 *
 * @param runtimeEndpoint the container runtime's, such as {@code
 *     unix:///run/containerd/containerd.sock}
 * @param imageEndpoint empty where the container runtime serves images too
 */
public record KubeletInput(
    NodeConfig config,
    NodeStatus status,
    HostFacts facts,
    String runtimeEndpoint,
    String imageEndpoint) {
  /** kubelet's release: what was resolved, else what the machine says. */
  ProgramVersion version() {
    ProgramVersion resolved = ProgramVersion.find(status.kubeletVersion());
    return resolved.known() ? resolved : facts.kubelet();
  }

  /** Whether the machine is an EC2 instance. */
  boolean onEc2() {
    return status.instance() != null;
  }

  /** Whether kubelet asks for its certificate with a token of the configuration. */
  boolean hasToken() {
    return config.bootstrap().bootstrapToken().given();
  }

  /** Whether the user set anything of kubelet's configuration. */
  boolean hasDropIn() {
    return !config.kubelet().config().isEmpty();
  }
}
