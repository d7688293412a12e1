package dev.nodeready.rehearsal;

import dev.nodeready.host.RenderedFile;
import dev.nodeready.host.Root;
import java.util.List;

/**
 * The files that turn a boot into a rehearsal: a NodeConfig whose containerd part moves every path
 * into the scratch root, the registry's address, and a configuration for a kubelet without API
 * server.
 *
 * @param runc path of the machine's runc
 * @param schema of containerd's configuration: 2 for containerd 1.x, 3 for later ones
 * @param restrictOomScore whether this process may not lower an OOM score (no CAP_SYS_RESOURCE)
 * @param sandboxImage the reference that the runtime is configured with
 * @param registry host and port of the registry that serves the second image
 * @param healthPort where kubelet tells its health
 * @param cgroupV1 whether kubelet has to be told to put up with the older control groups
 */
public record RehearsalFiles(
    Root scratch,
    String runc,
    int schema,
    boolean restrictOomScore,
    String sandboxImage,
    String registry,
    int healthPort,
    boolean cgroupV1) {
  /** Where the NodeConfig lies below the scratch root. */
  public static final String NODE_CONFIG = "/etc/nodeready/node.yaml";

  /** Where the image archive lies below the scratch root. */
  public static final String ARCHIVE = "/var/lib/images/pause.tar";

  /**
   * Short, since the scratch folder's own path counts against the 107 bytes that a socket's may
   * have.
   */
  private static final String SOCKET = "/run/cri.sock";

  private static final String CRI_2 = "plugins.\"io.containerd.grpc.v1.cri\"";
  private static final String IMAGES_3 = "plugins.\"io.containerd.cri.v1.images\"";
  private static final String RUNTIME_3 = "plugins.\"io.containerd.cri.v1.runtime\"";

  /** Every file, by its path below the scratch root. */
  public List<RenderedFile> all() {
    return List.of(
        RenderedFile.text(NODE_CONFIG, nodeConfig()),
        RenderedFile.text(
            "/etc/containerd/certs.d/" + registry + "/hosts.toml",
            "server = \"http://" + registry + "\"\n"),
        RenderedFile.text("/etc/kubelet.yaml", kubelet()));
  }

  private String nodeConfig() {
    return """
    apiVersion: node.eks.aws/v1alpha1
    kind: NodeConfig
    spec:
      bootstrap:
        platform: none
        nodeName: rehearsal
        nodeIPs: [127.0.0.1]
        archives: [%s]
        budgets: {total: 3m, runtime: 1m, image: 1m, kubelet: 1m, join: 1m}
      cluster:
        name: rehearsal
        apiServerEndpoint: https://127.0.0.1:6443
        certificateAuthority: LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tCmNtVm9aV0Z5YzJGcwotLS0tLUVORCBDRVJUSUZJQ0FURS0tLS0tCg==
        cidr: 10.100.0.0/16
      kubelet:
        config: {healthzPort: %d}
      containerd:
        config: |
    """
            .formatted(ARCHIVE, healthPort)
        + (schema == 2 ? schema2() : schema3()).indent(6);
  }

  private String schema2() {
    return """
    version = 2
    %s
    [%s]
    sandbox_image = "%s"
    restrict_oom_score_adj = %s
    [%s.containerd]
    default_runtime_name = "runc"
    snapshotter = "native"
    %s\
    """
        .formatted(paths(), CRI_2, sandboxImage, restrictOomScore, CRI_2, runtime(CRI_2, CRI_2));
  }

  private String schema3() {
    return """
    version = 3
    %s
    [plugins."io.containerd.nri.v1.nri"]
    disable = true
    [%s]
    snapshotter = "native"
    use_local_image_pull = true
    [%s.pinned_images]
    sandbox = "%s"
    [%s]
    restrict_oom_score_adj = %s
    [%s.containerd]
    default_runtime_name = "runc"
    %s\
    """
        .formatted(
            paths(),
            IMAGES_3,
            IMAGES_3,
            sandboxImage,
            RUNTIME_3,
            restrictOomScore,
            RUNTIME_3,
            runtime(RUNTIME_3, IMAGES_3));
  }

  private String paths() {
    return """
    root = "%s"
    state = "%s"
    [grpc]
    address = "%s"
    [plugins."io.containerd.internal.v1.opt"]
    path = "%s"\
    """
        .formatted(
            at("/var/lib/containerd"), at("/run/containerd"), at(SOCKET), at("/opt/containerd"));
  }

  private String runtime(String runtimePlugin, String imagePlugin) {
    return """
    [%1$s.containerd.runtimes.runc]
    runtime_type = "io.containerd.runc.v2"
    base_runtime_spec = "%3$s"
    [%1$s.containerd.runtimes.runc.options]
    BinaryName = "%4$s"
    SystemdCgroup = false
    [%1$s.cni]
    bin_dir = "%5$s"
    conf_dir = "%6$s"
    [%2$s.registry]
    config_path = "%7$s"
    """
        .formatted(
            runtimePlugin,
            imagePlugin,
            at("/etc/containerd/base-runtime-spec.json"),
            runc,
            at("/opt/cni/bin"),
            at("/etc/cni/net.d"),
            at("/etc/containerd/certs.d"));
  }

  /**
   * No API server, no control groups, no firewall rules: what is left shows that kubelet runs on
   * this machine.
   */
  private String kubelet() {
    return """
    apiVersion: kubelet.config.k8s.io/v1beta1
    kind: KubeletConfiguration
    authentication: {anonymous: {enabled: false}, webhook: {enabled: false}}
    authorization: {mode: AlwaysAllow}
    enableServer: false
    readOnlyPort: 0
    healthzBindAddress: 127.0.0.1
    healthzPort: %d
    cgroupDriver: cgroupfs
    cgroupsPerQOS: false
    enforceNodeAllocatable: []
    failSwapOn: false
    makeIPTablesUtilChains: false
    localStorageCapacityIsolation: false
    containerRuntimeEndpoint: unix://%s
    podLogsDir: %s
    """
            .formatted(healthPort, at(SOCKET), at("/var/log/pods"))
        + (cgroupV1 ? "failCgroupV1: false\n" : "");
  }

  private String at(String path) {
    return scratch.at(path).toString();
  }
}
