package dev.nodeready.kubelet;

import dev.nodeready.config.NodeConfig;
import dev.nodeready.host.HostFacts;
import java.util.ArrayList;
import java.util.List;

/** The flags that nodeready gives kubelet, always in this order. */
final class KubeletFlags {
  private final List<String> flags = new ArrayList<>();

  private KubeletFlags() {}

  static List<String> of(KubeletInput input) {
    KubeletFlags made = new KubeletFlags();
    made.identity(input);
    made.files(input);
    made.credentials(input);
    made.labels(input);
    return made.flags;
  }

  private void identity(KubeletInput input) {
    ClusterDns dns = ClusterDns.of(input.config().cluster().cidr());
    add("node-ip", NodeIdentity.ip(input, dns.ipv6()));
    if (input.onEc2()) {
      add("cloud-provider", "external");
    }
    add("hostname-override", NodeIdentity.name(input));
    add("provider-id", input.config().bootstrap().providerId());
    if (input.onEc2()) {
      add("runtime-cgroups", "/runtime.slice/containerd.service");
    }
  }

  private void files(KubeletInput input) {
    add("config", KubeletPaths.CONFIG);
    if (input.hasDropIn()) {
      add("config-dir", KubeletPaths.CONFIG_DIR);
    }
    add("kubeconfig", KubeletPaths.KUBECONFIG);
    if (bootstraps(input)) {
      add("bootstrap-kubeconfig", KubeletPaths.BOOTSTRAP_KUBECONFIG);
    }
  }

  private void credentials(KubeletInput input) {
    HostFacts.CredentialProvider provider = input.facts().credentials();
    if (provider.found()) {
      add("image-credential-provider-bin-dir", folder(provider.path()));
      add("image-credential-provider-config", KubeletPaths.CREDENTIALS);
    }
  }

  private void labels(KubeletInput input) {
    if (input.facts().nvidiaDevice() && input.version().atLeast(1, 35)) {
      add("node-labels", "nvidia.com/gpu.present=true");
    }
  }

  /** Whether kubelet asks for a client certificate of its own. */
  static boolean bootstraps(KubeletInput input) {
    NodeConfig.Cluster cluster = input.config().cluster();
    return cluster.outpost()
        || input.hasToken()
        || (!input.onEc2() && input.facts().given().bootstrapKubeconfig());
  }

  static String folder(String path) {
    return path.substring(0, Math.max(1, path.lastIndexOf('/')));
  }

  private void add(String name, String value) {
    if (!value.isEmpty()) {
      flags.add("--" + name + "=" + value);
    }
  }
}
