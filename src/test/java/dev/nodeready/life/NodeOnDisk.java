package dev.nodeready.life;

import dev.nodeready.config.NodeConfig;
import dev.nodeready.cri.CriEndpoint;
import dev.nodeready.host.Commands;
import dev.nodeready.host.Root;
import dev.nodeready.join.Machine;
import dev.nodeready.node.DesiredNode;
import dev.nodeready.node.LiveNode;
import dev.nodeready.node.Nodes;
import dev.nodeready.retry.Time;
import dev.nodeready.supervise.NoSupervisor;
import dev.nodeready.supervise.SystemdSupervisor;
import dev.nodeready.systemd.ScriptedUnits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A scratch root with all that a machine has of a node, and with what is not the node's. */
final class NodeOnDisk {
  static final String PKI = "/var/lib/kubelet/pki/";

  private final Root root;
  private final ScriptedUnits units = new ScriptedUnits();

  NodeOnDisk(Path folder) {
    root = new Root(folder);
  }

  Root root() {
    return root;
  }

  ScriptedUnits units() {
    return units;
  }

  /** Nobody listens at its socket unless a test has somebody there. */
  Site site() {
    return new Site(
        root,
        new SystemdSupervisor(units, Time.SYSTEM),
        new CriEndpoint(root.at("/run/c.sock")),
        new Commands(Map.of()),
        Time.SYSTEM);
  }

  /** A machine that was never a node: what of it has to be there in the end too. */
  NodeOnDisk bare() throws IOException {
    Files.createDirectories(root.at("/sys/class/net/eth0"));
    write("/etc/machine-id", "0123456789abcdef0123456789abcdef\n");
    write("/etc/hosts", "127.0.0.1 localhost\n192.0.2.9\tother.example\n");
    write("/etc/eks/nodeadm.d/node.yaml", "kind: NodeConfig\n");
    write("/etc/ssl/certs/own.crt", "theirs");
    write("/etc/cni/net.d/10-x.conflist", "{}");
    write("/var/lib/kubelet/config.json", "{\"auths\": {}}");
    write("/var/lib/kubelet/seccomp/own.json", "{}");
    write(PKI + "own.crt", "theirs");
    write("/var/lib/containerd/io.containerd.content.v1.content/blobs/sha256/1", "an image");
    return this;
  }

  /** The same after it has joined, as kubelet and we leave it. */
  NodeOnDisk joined() throws IOException, InterruptedException {
    new LiveNode(root, new NoSupervisor()).applyAll(desired());
    write(PKI + "kubelet-client-2026-11-29-01-00-00.pem", "key and certificate");
    Files.createSymbolicLink(
        root.at(PKI + "kubelet-client-current.pem"),
        Path.of(PKI + "kubelet-client-2026-11-29-01-00-00.pem"));
    write(PKI + "kubelet.crt", resource("kubelet.crt"));
    write(PKI + "kubelet.key", "key");
    write("/var/lib/kubelet/cpu_manager_state", "{}");
    write("/var/lib/kubelet/memory_manager_state", "{}");
    write("/var/lib/kubelet/pods/uid/volumes/kubernetes.io~empty-dir/v/file", "data");
    write("/var/lib/kubelet/device-plugins/kubelet_internal_checkpoint", "{}");
    write("/var/lib/kubelet/plugins/csi.example/csi.sock", "");
    Files.createDirectories(root.at("/var/lib/kubelet/plugins_registry"));
    write("/var/log/pods/ns_p_uid/c/0.log", "a line\n");
    write(
        "/var/lib/nodeready/joined",
        "node=n1\napiServer=https://192.0.2.1:6443\nmachineID=%s\nsystemUUID=%s\n"
            .formatted(read("/etc/machine-id").strip(), uuid()));
    write("/var/lib/nodeready/boots/000001.jsonl", "{}\n");
    write("/var/lib/nodeready/history", "machine=\n");
    write("/var/lib/nodeready/programs", "1.34.2 1 kubelet\n");
    write("/var/lib/nodeready/hosts", "192.0.2.1\tapi.example\n");
    write("/etc/hosts", read("/etc/hosts") + "192.0.2.1\tapi.example\n");
    write("/run/nodeready/status.json", "{}");
    write("/run/nodeready/runtime.done", "");
    write("/run/nodeready/config.failed", "");
    write("/run/nodeadm/init", "");
    write("/run/eks/nodeadm/config.json", "{}");
    units
        .is(ScriptedUnits.running("nodeready.service", 10))
        .is(ScriptedUnits.running("kubelet.service", 11))
        .is(ScriptedUnits.running("containerd.service", 12));
    return this;
  }

  private static DesiredNode desired() {
    NodeConfig config = Nodes.config("", Map.of(), List.of());
    return DesiredNode.of(
        config, Map.of("kubelet", Map.of("HOME", "/root")), Nodes.EC2, Nodes.FACTS);
  }

  private String uuid() {
    return Machine.of(root).systemUuid();
  }

  static String resource(String name) throws IOException {
    try (var in = NodeOnDisk.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  void write(String path, String text) {
    try {
      Files.createDirectories(root.at(path).getParent());
      Files.writeString(root.at(path), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String read(String path) {
    try {
      return Files.readString(root.at(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean has(String path) {
    return Files.exists(root.at(path), LinkOption.NOFOLLOW_LINKS);
  }

  /** Every file and link below the root by its path, with what it holds; no locks. */
  Map<String, String> files() throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(root.folder())) {
      List<Path> paths =
          all.filter(path -> !Files.isDirectory(path))
              .filter(path -> !path.toString().endsWith("lock"))
              .toList();
      for (Path path : paths) {
        boolean file = Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS);
        files.put(root.nameOf(path), file ? Files.readString(path) : "no file");
      }
    }
    return files;
  }
}
