package dev.nodeready.identity;

import dev.nodeready.host.Root;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The kinds of identity and state that a machine takes on in its life, with where each lies and
 * what says that it is there. An image that carries one makes each of its machines the same one.
 */
public enum Identity {
  /** An empty file, or the word {@code uninitialized}, has systemd make one: machine-id(5). */
  MACHINE_ID(
      "machine-id",
      "the machine's own id",
      Sign.TEXT,
      "/etc/machine-id",
      "/var/lib/dbus/machine-id"),

  CERTIFICATES(
      "kubelet-certificates",
      "certificates and keys of kubelet",
      Sign.THERE,
      "/var/lib/kubelet/pki/kubelet-client-*",
      "/var/lib/kubelet/pki/kubelet-server-*",
      "/var/lib/kubelet/pki/kubelet.crt",
      "/var/lib/kubelet/pki/kubelet.key"),

  /** One that runs a credential plugin holds none. */
  KUBECONFIG(
      "kubelet-credentials",
      "kubelet's credentials for a cluster",
      Sign.CREDENTIALS,
      "/var/lib/kubelet/kubeconfig",
      "/var/lib/kubelet/bootstrap-kubeconfig"),

  NODE_NAME(
      "node-name",
      "kubelet's settings that name one node",
      Sign.NODE_NAME,
      "/etc/eks/kubelet/environment",
      "/etc/kubernetes/kubelet/config.json"),

  /** kubelet exits on those of another policy, and counts CPUs that this machine may not have. */
  RESOURCE_STATE(
      "kubelet-resources",
      "which CPUs, memory and devices kubelet gave to pods",
      Sign.THERE,
      "/var/lib/kubelet/cpu_manager_state",
      "/var/lib/kubelet/memory_manager_state",
      "/var/lib/kubelet/dra_manager_state",
      "/var/lib/kubelet/device-plugins/*"),

  KUBELET_STATE(
      "kubelet-pods",
      "kubelet's pods and their volumes",
      Sign.THERE,
      "/var/lib/kubelet/pods/*",
      "/var/lib/kubelet/allocated_pods_state",
      "/var/lib/kubelet/actuated_pods_state",
      "/var/lib/kubelet/pod_status_manager_state",
      "/var/lib/kubelet/plugins/*",
      "/var/lib/kubelet/plugins_registry/*",
      "/var/lib/kubelet/pod-resources/*",
      "/var/lib/kubelet/checkpoints/*",
      "/var/log/pods/*",
      "/var/log/containers/*"),

  /** Images lie beside them, and are none. */
  CONTAINERS(
      "containers",
      "pods that containerd has",
      Sign.THERE,
      "/var/lib/containerd/io.containerd.grpc.v1.cri/sandboxes/*",
      "/var/lib/containerd/io.containerd.grpc.v1.cri/containers/*",
      "/var/lib/containerd/io.containerd.runtime.v2.task/k8s.io/*"),

  RUNTIME_ID(
      "containerd-id",
      "containerd's own id",
      Sign.THERE,
      "/var/lib/containerd/io.containerd.grpc.v1.introspection/uuid"),

  BOOT_RECORDS(
      "boot-records",
      "what nodeready keeps of this machine's boots",
      Sign.THERE,
      "/var/lib/nodeready/boots/*",
      "/var/lib/nodeready/joined",
      "/var/lib/nodeready/history",
      "/var/lib/nodeready/programs"),

  STATUS(
      "status",
      "how this machine's boot stands",
      Sign.THERE,
      "/run/nodeready/status.json",
      "/run/nodeready/metrics.prom",
      "/run/nodeready/watch.json",
      "/run/nodeready/watch.prom",
      "/run/motd.d/nodeready",
      "/var/lib/prometheus/node-exporter/nodeready.prom",
      "/var/lib/prometheus/node_exporter/nodeready.prom",
      "/var/lib/node_exporter/textfile_collector/nodeready.prom",
      "/var/lib/node_exporter/nodeready.prom",
      "/var/lib/prometheus/node-exporter/nodeready-watch.prom",
      "/var/lib/prometheus/node_exporter/nodeready-watch.prom",
      "/var/lib/node_exporter/textfile_collector/nodeready-watch.prom",
      "/var/lib/node_exporter/nodeready-watch.prom"),

  CACHED_CONFIG(
      "cached-configuration",
      "the configuration that a boot resolved",
      Sign.THERE,
      "/run/eks/nodeadm/config.json"),

  /** By the id of the instance, which nodeadm keeps it by too. */
  INTERFACES(
      "interfaces",
      "which of an instance's interfaces are whose",
      Sign.THERE,
      "/etc/eks/nodeadm/udev-net-manager/*"),

  CLOUD_INIT(
      "cloud-init",
      "the instance that cloud-init was run for",
      Sign.THERE,
      "/var/lib/cloud/instance",
      "/var/lib/cloud/instances/*",
      "/var/lib/cloud/data/*",
      "/var/lib/cloud/sem/*"),

  SSH_HOST_KEYS(
      "ssh-host-keys",
      "the keys by which SSH knows this host",
      Sign.THERE,
      "/etc/ssh/ssh_host_*_key",
      "/etc/ssh/ssh_host_*_key.pub",
      "/etc/ssh/ssh_host_*_key-cert.pub"),

  /** Each machine would begin with the same random numbers: random-seed(8). */
  RANDOM_SEED(
      "random-seed",
      "what the next boot's random numbers begin with",
      Sign.THERE,
      "/var/lib/systemd/random-seed",
      "/boot/loader/random-seed",
      "/boot/efi/loader/random-seed",
      "/efi/loader/random-seed"),

  /** Of no harm to others; who wants it gone says so. */
  JOURNAL("journal", "the journal of this machine", Sign.THERE, "/var/log/journal/*");

  private final String word;
  private final String what;
  private final Sign sign;

  /** With a space between two of them: a list is no constant. */
  private final String paths;

  Identity(String word, String what, Sign sign, String... paths) {
    this.word = word;
    this.what = what;
    this.sign = sign;
    this.paths = String.join(" ", paths);
  }

  /** One thing that is there, of which nothing is read beyond what says that it is. */
  public record Left(Identity identity, String path) {
    /** Whether it goes by itself when the machine goes down, where that has its usual mounts. */
    public boolean isInMemory() {
      return path.startsWith("/run/");
    }
  }

  /** Its name in options and results. */
  public String word() {
    return word;
  }

  /** What it is, for people; reads behind "there is". */
  public String what() {
    return what;
  }

  /** Where it lies: absolute machine paths, with {@code *} for any part of one name. */
  public List<String> paths() {
    return List.of(paths.split(" ", -1));
  }

  /** Whether an image that has it is none the worse as an image. */
  public boolean isHarmless() {
    return this == JOURNAL;
  }

  /**
   * What is there of it below a root, in the order of the table, at most a thousand of each path;
   * what may not be looked at is not found.
   */
  public List<Left> leftIn(Root root) {
    List<Left> left = new ArrayList<>();
    for (String path : paths()) {
      for (String found : Paths.matching(root, path)) {
        if (sign.isSeenIn(root.at(found))) {
          left.add(new Left(this, found));
        }
      }
    }
    return List.copyOf(left);
  }

  /** What is there of all kinds. */
  public static List<Left> allLeftIn(Root root) {
    return Arrays.stream(values()).flatMap(one -> one.leftIn(root).stream()).toList();
  }
}
