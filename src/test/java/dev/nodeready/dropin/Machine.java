package dev.nodeready.dropin;

import dev.nodeready.config.NodeStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The machine that a NodeConfig is for.
 *
 * @param kubelet its version, such as {@code 1.34.4}
 * @param containerd its version
 * @param type of the instance
 * @param pods standard number of pods of that type; 110 where nobody knows the type
 * @param enis interfaces of that type, 0 where nobody knows it
 * @param ipsPerEni addresses of each
 * @param provider place of the image credential provider; empty where there is none
 * @param privateName the private DNS name that EC2 has for it
 * @param ipv6 as the metadata service lists them, one a line
 */
record Machine(
    String kubelet,
    String containerd,
    int cpus,
    int memoryGib,
    boolean nvidiaDevice,
    boolean nvidiaRuntime,
    String type,
    int pods,
    int enis,
    int ipsPerEni,
    String provider,
    String privateName,
    String ipv6) {
  static final String IPV4 = "192.0.2.77";
  static final String REGION = "eu-north-1";
  static final String ZONE = "eu-north-1a";
  static final String ID = "i-0fedcba9876543210";
  static final String EKS_PROVIDER = "/etc/eks/image-credential-provider/ecr-credential-provider";
  private static final String NAME = "ip-192-0-2-77.eu-north-1.compute.internal";

  /** Nothing special about it. */
  static final Machine PLAIN =
      new Machine(
          "1.34.4",
          "2.2.1",
          2,
          8,
          false,
          false,
          "m5.large",
          29,
          3,
          10,
          EKS_PROVIDER,
          NAME,
          "2001:db8::10");

  private record Type(String name, int pods, int enis, int ips) {}

  /** From AWS's published limits: interfaces x (addresses - 1) + 2. */
  private static final List<Type> TYPES =
      List.of(
          new Type("m5.large", 29, 3, 10),
          new Type("t3.nano", 4, 2, 2),
          new Type("c5.24xlarge", 737, 15, 50),
          new Type("m4.xlarge", 58, 4, 15),
          new Type("hpc6id.32xlarge", 51, 1, 50),
          new Type("quay9.large", 110, 0, 0));

  /** The same with other programs. */
  Machine with(String otherKubelet, String otherContainerd) {
    return new Machine(
        otherKubelet,
        otherContainerd,
        cpus,
        memoryGib,
        nvidiaDevice,
        nvidiaRuntime,
        type,
        pods,
        enis,
        ipsPerEni,
        provider,
        privateName,
        ipv6);
  }

  static Machine draw(Draw draw) {
    Type type = draw.of(TYPES);
    return new Machine(
        "1." + draw.of(28, 29, 30, 31, 32, 33, 34, 35, 36, 37) + "." + draw.below(9),
        draw.of("1.6.20", "1.7.27", "2.0.5", "2.1.4", "2.2.3", "2.3.0", "2.4.2"),
        draw.of(1, 2, 4, 8, 16),
        draw.of(1, 6, 7, 64),
        draw.oneIn(5),
        draw.oneIn(5),
        type.name,
        type.pods,
        type.enis,
        type.ips,
        draw.oneIn(30) ? "" : draw.of(EKS_PROVIDER, EKS_PROVIDER, "/opt/ecr/provider"),
        draw.oneIn(40) ? "" : NAME,
        draw.of("2001:db8::10", "2001:db8::10\n2001:db8::11", "2001:db8::10\n", ""));
  }

  int kubeletMinor() {
    return Integer.parseInt(kubelet.split("\\.", -1)[1]);
  }

  /** Whether containerd is at least of that minor version of 2. */
  boolean containerd2(int minor) {
    String[] parts = containerd.split("\\.", -1);
    return parts[0].equals("2") && Integer.parseInt(parts[1]) >= minor;
  }

  /** What EC2 says of it. */
  NodeStatus.InstanceDetails instance() {
    return new NodeStatus.InstanceDetails(
        ID, REGION, type, ZONE, "0a:12:34:56:78:9a", privateName, IPV4, ipv6);
  }

  /** Puts what tells of it below a root. */
  void appear(Path root) throws IOException {
    write(root, "etc/eks/kubelet-version.txt", "Kubernetes v" + kubelet + "-eks-5e0fdde\n");
    write(
        root,
        "etc/eks/containerd-version.txt",
        "containerd github.com/containerd/containerd " + containerd + " 36cc874494a\n");
    for (int cpu = 0; cpu < cpus; cpu++) {
      Files.createDirectories(root.resolve("sys/devices/system/node/node0/cpu" + cpu));
    }
    write(root, "sys/devices/system/cpu/online", cpus == 1 ? "0\n" : "0-" + (cpus - 1) + "\n");
    write(root, "sys/devices/system/memory/block_size_bytes", "40000000\n");
    for (int block = 0; block < memoryGib; block++) {
      write(root, "sys/devices/system/memory/memory" + block + "/online", "1\n");
    }
    write(root, "sys/bus/pci/devices/0/vendor", nvidiaDevice ? "0x10de\n" : "0x1d0f\n");
    if (nvidiaRuntime) {
      write(root, "usr/bin/nvidia-container-runtime", "");
    }
    if (!provider.isEmpty()) {
      write(root, provider.substring(1), "");
    }
  }

  private static void write(Path root, String path, String text) throws IOException {
    Files.createDirectories(root.resolve(path).getParent());
    Files.writeString(root.resolve(path), text);
  }
}
