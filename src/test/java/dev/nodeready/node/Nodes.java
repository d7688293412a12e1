package dev.nodeready.node;

import dev.nodeready.config.Bootstrap;
import dev.nodeready.config.NodeConfig;
import dev.nodeready.config.NodeStatus;
import dev.nodeready.host.HostFacts;
import dev.nodeready.host.InstanceLimits;
import dev.nodeready.host.ProgramVersion;
import java.util.List;
import java.util.Map;

/** A plain node to vary in tests. */
public final class Nodes {
  public static final NodeStatus EC2 =
      new NodeStatus(
          new NodeStatus.InstanceDetails(
              "i-0abc",
              "eu-north-1",
              "m5.large",
              "eu-north-1b",
              "0a:00:00:00:00:01",
              "ip-192-0-2-10.eu-north-1.compute.internal",
              "192.0.2.10",
              "2001:db8::10\n2001:db8::11"),
          "",
          "v1.34.1");

  public static final HostFacts FACTS =
      new HostFacts(
          new ProgramVersion(1, 7, 27),
          ProgramVersion.UNKNOWN,
          2000,
          8L << 30,
          false,
          false,
          new HostFacts.CredentialProvider(HostFacts.CredentialProvider.EKS_PATH, true, true),
          HostFacts.GivenCredentials.NONE,
          new InstanceLimits(3, 10),
          "");

  private Nodes() {}

  static HostFacts facts(ProgramVersion containerd) {
    return new HostFacts(
        containerd,
        FACTS.kubelet(),
        FACTS.cpuMillicores(),
        FACTS.memoryBytes(),
        FACTS.nvidiaRuntime(),
        FACTS.nvidiaDevice(),
        FACTS.credentials(),
        FACTS.given(),
        FACTS.limits(),
        "");
  }

  static NodeConfig config() {
    return config("", Map.of(), List.of());
  }

  public static NodeConfig config(
      String containerd, Map<String, Object> kubelet, List<String> flags) {
    NodeConfig empty = NodeConfig.EMPTY;
    return new NodeConfig(
        new NodeConfig.Cluster(
            "harbour", "https://192.0.2.1:6443", "Y2E=", "10.96.0.0/16", null, ""),
        new NodeConfig.Containerd(containerd, Map.of()),
        empty.instance(),
        new NodeConfig.Kubelet(Map.copyOf(kubelet), flags, ""),
        Map.of(),
        Bootstrap.DEFAULTS);
  }

  static NodeConfig outpost() {
    NodeConfig plain = config();
    return new NodeConfig(
        new NodeConfig.Cluster(
            "harbour", "https://192.0.2.1:6443", "Y2E=", "10.96.0.0/16", true, "0001-quay"),
        plain.containerd(),
        plain.instance(),
        plain.kubelet(),
        plain.featureGates(),
        plain.bootstrap());
  }

  static DesiredNode desired() {
    return DesiredNode.of(config(), EC2, FACTS);
  }

  public static String text(DesiredNode node, String path) {
    return node.files().stream()
        .filter(file -> file.path().equals(path))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + path + " among " + node.files()))
        .text();
  }
}
