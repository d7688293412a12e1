package dev.nodeready.config;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The node's configuration, {@code node.eks.aws/v1alpha1 NodeConfig}, with nodeready's own {@code
 * spec.bootstrap}. Absent texts are empty, absent collections are empty; where absence means
 * something the value is null. Free-form objects hold {@link Map}, {@link List}, {@link String},
 * {@link Boolean}, {@link Long}, {@link Double} and null, in the order they were written.
 */
public record NodeConfig(
    Cluster cluster,
    Containerd containerd,
    Instance instance,
    Kubelet kubelet,
    Map<String, Boolean> featureGates,
    Bootstrap bootstrap) {
  /** The API group and version that nodeready reads. */
  public static final String API_VERSION = "node.eks.aws/v1alpha1";

  /** The kind that nodeready reads. */
  public static final String KIND = "NodeConfig";

  /** A configuration in which nothing is set. */
  public static final NodeConfig EMPTY =
      new NodeConfig(
          new Cluster("", "", null, "", null, ""),
          new Containerd("", Map.of()),
          new Instance(
              new LocalStorage("", "", List.of()),
              List.of(),
              Map.of(),
              new Network(List.of(), List.of())),
          new Kubelet(Map.of(), List.of(), ""),
          Map.of(),
          Bootstrap.DEFAULTS);

  /** Whether the named feature gate is on; unknown gates are off. */
  public boolean gate(String name) {
    return featureGates.getOrDefault(name, false);
  }

  /** The same on a machine that is no instance of EC2. */
  public NodeConfig outsideOfEc2() {
    return new NodeConfig(
        cluster, containerd, instance, kubelet, featureGates, bootstrap.outsideOfEc2());
  }

  /**
   * The cluster to join.
   *
   * @param certificateAuthority base64 of PEM, in one line; null when absent
   * @param cidr the service CIDR, either family
   * @param enableOutpost null when absent, which counts as false
   * @param id the cluster id, required on Outposts
   */
  public record Cluster(
      String name,
      String apiServerEndpoint,
      @Nullable String certificateAuthority,
      String cidr,
      @Nullable Boolean enableOutpost,
      String id) {
    /** Whether the node runs on an Outpost with a local cluster. */
    public boolean outpost() {
      return Boolean.TRUE.equals(enableOutpost);
    }
  }

  /**
   * What the user adds to containerd's configuration.
   *
   * @param config TOML that wins over the generated one
   * @param baseRuntimeSpec merged over the default OCI runtime spec
   */
  public record Containerd(String config, Map<String, @Nullable Object> baseRuntimeSpec) {}

  /**
   * What the user wants of the machine.
   *
   * @param volumes attached ones that folders are to lie on
   * @param environment variables by service name, {@code default} for all services
   */
  public record Instance(
      LocalStorage localStorage,
      List<Volume> volumes,
      Map<String, Map<String, String>> environment,
      Network network) {}

  /**
   * Instance-store disks.
   *
   * @param strategy {@code RAID0}, {@code RAID10}, {@code Mount} or empty for none
   * @param disabledMounts of {@code Containerd}, {@code PodLogs}, {@code SOCI}
   */
  public record LocalStorage(String strategy, String mountPath, List<String> disabledMounts) {}

  /**
   * An attached volume, of {@code spec.instance.storage.volumes}.
   *
   * @param device such as {@code /dev/xvdb}
   * @param mountTargets the folders that are to lie on it
   * @param fsType of a volume that has no file system yet; empty for xfs
   */
  public record Volume(String device, List<String> mountTargets, String fsType) {}

  /** Name servers and search domains for systemd-resolved. */
  public record Network(List<String> nameservers, List<String> domains) {}

  /**
   * What the user wants of kubelet.
   *
   * @param config a KubeletConfiguration written to a drop-in
   * @param flags appended after the generated flags
   * @param maxPodsExpression CEL, empty for the standard formula
   */
  public record Kubelet(
      Map<String, @Nullable Object> config, List<String> flags, String maxPodsExpression) {}
}
