package dev.nodeready.crash;

import dev.nodeready.Distribution;
import dev.nodeready.api.Authority;
import dev.nodeready.api.Objects;
import dev.nodeready.api.ScriptedApi;
import dev.nodeready.cri.ScriptedCri;
import dev.nodeready.network.MetadataServer;
import dev.nodeready.systemd.ScriptedBus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A machine of EC2 below a folder, on which a boot joins: systemd, the runtime, metadata, EC2 and
 * the API server are real servers that are scripted, and outlive whoever is killed.
 */
final class ScriptedMachine implements AutoCloseable {
  private static final String NODE = "ip-10-0-0-1.ec2.internal";
  private static final String CLOUD_IS_DONE = "/run/nodeready/cloud-final.done";
  private static final String PAUSE = "localhost/kubernetes/pause:latest";

  /** What each daemon reads, below the root. */
  private static final Map<String, List<String>> READ =
      Map.of(
          "containerd.service",
          List.of("/etc/containerd/", "/etc/systemd/system/containerd.service.d/"),
          "kubelet.service",
          List.of(
              "/etc/eks/kubelet/",
              "/etc/kubernetes/",
              "/var/lib/kubelet/kubeconfig",
              "/etc/systemd/system/kubelet.service.d/"));

  private final Path root;
  private final MetadataServer cloud = MetadataServer.start();
  private final ScriptedApi api;
  private final String authority;
  private final Map<String, Map<String, String>> atStart = new ConcurrentHashMap<>();
  private ScriptedBus bus;
  private ScriptedCri runtime;

  ScriptedMachine(Path root) throws Exception {
    this.root = Files.createDirectories(root);
    Authority signs = Authority.rsa("crash");
    // All of the calls take hours.
    Instant now = Instant.now();
    Authority.Issued certificate =
        signs.server(now.minus(Duration.ofHours(1)), now.plus(Duration.ofDays(2)), "127.0.0.1");
    api = new ScriptedApi(signs, certificate);
    authority = Base64.getEncoder().encodeToString(signs.pem().getBytes(StandardCharsets.UTF_8));
    String boot = Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
    api.user("crash", "system:node:" + NODE);
    api.put(
        "/api/v1/nodes/" + NODE,
        Objects.node(NODE, boot, "", "True", "KubeletReady", "ready", "2100-01-01T00:00:00Z"));
    cloud.put("/healthz", "ok");
    configure("{maxPods: 42}", "{A: '1'}");
    bus = bus();
    runtime = runtime();
  }

  Path root() {
    return root;
  }

  ScriptedCri cri() {
    return runtime;
  }

  ScriptedBus systemd() {
    return bus;
  }

  /** What the user data says, for the next look at it. */
  void configure(String kubelet, String environment) {
    cloud.put(
        "/latest/user-data",
        """
        apiVersion: node.eks.aws/v1alpha1
        kind: NodeConfig
        spec:
          cluster:
            name: crash
            apiServerEndpoint: %s
            certificateAuthority: %s
            cidr: 10.100.0.0/16
          instance: {environment: {default: %s, kubelet: %s}}
          containerd: {config: "[plugins.'io.containerd.grpc.v1.cri']\\nsandbox_image = '%s'"}
          kubelet:
            config: %s
            flags: [--node-labels=crash=yes]
        """
            .formatted(
                api.url(),
                authority,
                environment,
                environment,
                PAUSE,
                kubelet.replace("}", ", healthzPort: " + cloud.port() + "}")));
  }

  /** Empties it, and makes it a machine that has not booted yet. */
  void fresh() throws IOException, InterruptedException {
    bus.close();
    runtime.close();
    sh("find \"$0\" -mindepth 1 -delete", root);
    furnish();
    serve();
  }

  /** Makes it what it was when that copy was taken, with daemons that run. */
  void restore(Path copy, String... running) throws IOException, InterruptedException {
    bus.close();
    runtime.close();
    sh("find \"$0\" -mindepth 1 -delete; cp -a \"$1/.\" \"$0\"", root, copy);
    serve();
    for (String unit : running) {
      bus.running(unit);
      atStart.put(unit, read(unit));
    }
  }

  /** What lay in memory is gone, and so are its daemons. */
  void reboot() throws IOException, InterruptedException {
    bus.close();
    runtime.close();
    sh("rm -rf \"$0/run\"", root);
    write(CLOUD_IS_DONE, "");
    serve();
  }

  private void serve() throws IOException {
    atStart.clear();
    bus = bus();
    runtime = runtime();
  }

  /** Keeps a copy of its files, but not of sockets. */
  void copyTo(Path copy) throws IOException, InterruptedException {
    sh("rm -rf \"$1\"; cp -a \"$0\" \"$1\"; find \"$1\" -type s -delete", root, copy);
  }

  private static void sh(String script, Object... arguments)
      throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of("sh", "-euc", script));
    List.of(arguments).forEach(argument -> words.add(argument.toString()));
    if (new ProcessBuilder(words).inheritIO().start().waitFor() != 0) {
      throw new IOException(script);
    }
  }

  private void furnish() throws IOException {
    write("/etc/eks/kubelet-version.txt", "Kubernetes v1.34.2");
    write(
        "/etc/eks/containerd-version.txt", "containerd github.com/containerd/containerd 1.7.27 0");
    write("/proc/meminfo", "MemTotal: 16384000 kB\n");
    write("/proc/cpuinfo", "processor : 0\nprocessor : 1\n");
    write("/etc/machine-id", "0123456789abcdef0123456789abcdef\n");
    write("/etc/hosts", "127.0.0.1 localhost\n");
    write("/sys/class/net/ens5/address", MetadataServer.PRIMARY + "\n");
    program("/etc/eks/image-credential-provider/ecr-credential-provider", "exit 0");
    program(
        "/bin/aws", "echo '{\"kind\": \"ExecCredential\", \"status\": {\"token\": \"crash\"}}'");
    write(CLOUD_IS_DONE, "");
    Files.createDirectories(root.resolve("etc/eks/nodeadm.d"));
  }

  void write(String path, String text) throws IOException {
    Path file = root.resolve(path.substring(1));
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private void program(String path, String line) throws IOException {
    write(path, "#!/bin/sh\n" + line + "\n");
    Files.setPosixFilePermissions(
        root.resolve(path.substring(1)), PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private ScriptedBus bus() throws IOException {
    return ScriptedBus.at(root.resolve("run/systemd/private")).onTime().heardBy(this::heard);
  }

  private ScriptedCri runtime() throws IOException {
    Files.createDirectories(root.resolve("run"));
    return ScriptedCri.up(root.resolve("run/cri.sock")).has(PAUSE);
  }

  private void heard(String call) {
    for (String unit : READ.keySet()) {
      if (call.startsWith("StartUnit " + unit) || call.startsWith("RestartUnit " + unit)) {
        atStart.put(unit, read(unit));
      }
    }
  }

  private Map<String, String> read(String unit) {
    return Tree.of(
        root,
        (path, text) ->
            READ.getOrDefault(unit, List.of()).stream().anyMatch(path::startsWith) ? text : null);
  }

  Map<String, String> environment() {
    Map<String, String> all = new TreeMap<>(cloud.environment());
    all.put("PATH", root.resolve("bin") + ":/usr/bin:/bin");
    return all;
  }

  /** The words of a command on it. */
  List<String> words(String command, String... more) {
    List<String> all =
        new ArrayList<>(
            List.of(Distribution.launcher().toString(), command, "--root", root.toString()));
    all.addAll(List.of("--cri-endpoint", "unix://" + root.resolve("run/cri.sock")));
    all.addAll(List.of(more));
    return all;
  }

  List<String> boot(String command) {
    return words(
        command,
        "--config-source",
        "imds://user-data",
        "--config-source",
        "file://" + root.resolve("etc/eks/nodeadm.d") + "/",
        "--config-cache",
        root.resolve("run/eks/nodeadm/config.json").toString(),
        "--budget",
        "60s");
  }

  /** What is there: files, daemons, whether they have read what is there, images and pods. */
  Map<String, String> state() {
    Map<String, String> state = Tree.of(root, Declared::counts);
    for (String unit : READ.keySet()) {
      state.put(unit, bus.isRunning(unit) ? "runs" : "does not run");
      Map<String, String> then = atStart.get(unit);
      if (bus.isRunning(unit)) {
        state.put(
            unit + " has read", read(unit).equals(then) ? "what is there" : "other files: " + then);
      }
    }
    state.put("image", "" + runtime.hasImage(PAUSE));
    state.put("pods", "" + runtime.pods());
    return state;
  }

  @Override
  public void close() throws IOException {
    bus.close();
    runtime.close();
    api.close();
    cloud.close();
  }
}
