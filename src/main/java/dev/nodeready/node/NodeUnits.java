package dev.nodeready.node;

import dev.nodeready.config.NodeConfig;
import dev.nodeready.containerd.ContainerdFiles;
import dev.nodeready.containerd.Soci;
import dev.nodeready.kubelet.KubeletPaths;
import java.util.List;

/** Which unit reads which of our files. */
public final class NodeUnits {
  /** The container runtime. */
  public static final String CONTAINERD = "containerd.service";

  /** The node agent. */
  public static final String KUBELET = "kubelet.service";

  /** The snapshotter, where it is used. */
  public static final String SOCI = "soci-snapshotter.service";

  /** The machine's resolver. */
  public static final String RESOLVED = "systemd-resolved.service";

  private NodeUnits() {}

  static List<UnitInputs> of(NodeConfig config, boolean soci) {
    NodeConfig.Network network = config.instance().network();
    return List.of(
        new UnitInputs(RESOLVED, List.of(Resolved.PATH), Resolved.wanted(network)),
        new UnitInputs(SOCI, List.of(Soci.CONFIG), false),
        new UnitInputs(CONTAINERD, containerd(), true),
        new UnitInputs(KUBELET, kubelet(), true));
  }

  private static List<String> containerd() {
    return List.of(
        ContainerdFiles.CONFIG,
        ContainerdFiles.BASE_SPEC,
        Soci.DROP_IN,
        EnvironmentDropIns.DEFAULT,
        EnvironmentDropIns.path("containerd"));
  }

  private static List<String> kubelet() {
    return List.of(
        KubeletPaths.CONFIG,
        KubeletPaths.DROP_IN,
        KubeletPaths.KUBECONFIG,
        KubeletPaths.BOOTSTRAP_KUBECONFIG,
        KubeletPaths.CREDENTIALS,
        KubeletPaths.CA,
        KubeletPaths.ENVIRONMENT,
        EnvironmentDropIns.DEFAULT,
        EnvironmentDropIns.path("kubelet"));
  }
}
