import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The runs that AOT caches are made of, all on one machine, as it were: what one run has made of it the next one finds. The
 * runtime, systemd, EC2 and the API server are played by the tests' servers, other programs by scripts.
 */
final class Training implements AutoCloseable {
  private static final String NODE = "ip-192-0-2-10.eu-west-1.compute.internal";
  private static final String CLOUD_FINAL = "run/nodeready/cloud-final.done";

  private final Path dist;
  private final Path scratch;
  private final List<Process> played = new ArrayList<>();
  private String port = "";
  private String ec2 = "";

  /** Of what is shipped. */
  Training(Path dist) throws IOException {
    this.dist = dist;
    scratch = Files.createTempDirectory("nodeready-train");
  }

  /** Makes the machine, which the commands know as {@code SCRATCH}; apart, so that {@link #close} ends what it has begun. */
  void begin() throws Exception {
    played.add(play("dev.nodeready.cri.ScriptedCri", scratch.resolve("run/cri.sock"), "localhost/kubernetes/pause:latest"));
    played.add(play("dev.nodeready.cri.ScriptedCri", scratch.resolve("run/beginning.sock"), "--not-initialized"));
    played.add(play("dev.nodeready.systemd.ScriptedBus", scratch.resolve("run/systemd/private")));
    played.add(play("dev.nodeready.systemd.NotifySink", scratch.resolve("run/notify")));
    played.add(play("dev.nodeready.aws.TrainingCloud", scratch.resolve("run/cloud"), scratch.resolve("user-data").toString()));
    played.add(play("dev.nodeready.api.TrainingApi", scratch.resolve("run/api"), NODE));
    String[] cloud = Files.readString(scratch.resolve("run/cloud")).split(" ");
    port = cloud[0];
    ec2 = "https://ec2.training.example:" + cloud[1];
    Files.writeString(scratch.resolve("bundle.pem"), authorities() + new String(Base64.getDecoder().decode(cloud[2])));
    machine();
    program("aws", "echo '{\"kind\": \"ExecCredential\", \"status\": {\"token\": \"training\"}}'");
    program("kubelet", "echo Kubernetes v1.34.2");
    program("containerd", "[ $1 = --version ] && echo containerd github.com/containerd/containerd 1.7.27 0 || cat $2");
    program("ctr", "echo 'REF TYPE LABELS'; echo 'localhost/kubernetes/pause:latest image io.cri-containerd.pinned=pinned'");
    program("journalctl", "echo '1764547200.000001 training systemd[1]: Started it.'; echo '1764547200.000002 training it[9]: It runs.'");
    program("timedatectl", "echo NTPSynchronized=yes");
    program("systemctl", "echo active");
  }

  /**
   * Runs the commands once, in one process, and keeps what was loaded and linked. A command that does not end as it has to ends the
   * training, which would leave out just what a boot is waited for.
   *
   * @param commands a line for each command: the code that it ends with, and its words
   */
  void record(Path cache, Path commands) throws Exception {
    // What a boot has left there has later interfaces passed over, and their way would not be learnt.
    Files.deleteIfExists(scratch.resolve("run/nodeadm/init"));
    if (!Files.exists(scratch.resolve(CLOUD_FINAL))) {
      endCloudInit();
    }
    Path script = scratch.resolve("commands");
    Files.writeString(script, Files.readString(commands).replace("SCRATCH", scratch.toString()));
    Folder.run(
        List.of(dist.resolve("bin/nodeready").toString()),
        Map.of(
            "AWS_EC2_METADATA_SERVICE_ENDPOINT", "http://127.0.0.1:" + port,
            "AWS_ENDPOINT_URL_EC2", ec2,
            "AWS_CA_BUNDLE", scratch.resolve("bundle.pem").toString(),
            "PATH", scratch.resolve("bin") + ":" + System.getenv("PATH"),
            "NODEREADY_TRAIN_CACHE", cache.toString(),
            "NOTIFY_SOCKET", scratch.resolve("run/notify").toString(),
            "NODEREADY_JAVA_OPTS", "-Dnodeready.train=" + script + " -Djdk.net.hosts.file=" + scratch.resolve("hosts")));
    if (!Files.exists(cache)) {
      throw new IOException("the training run left no cache behind");
    }
  }

  @Override
  public void close() throws Exception {
    for (Process process : played) {
      process.destroyForcibly().waitFor();
    }
    Folder.delete(scratch);
  }

  /** As many, and as different ones, as a machine trusts. */
  private String authorities() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance(dist.resolve("runtime/lib/security/cacerts").toFile(), (char[]) null);
    StringBuilder all = new StringBuilder();
    for (String name : Collections.list(store.aliases())) {
      String der = Base64.getMimeEncoder().encodeToString(store.getCertificate(name).getEncoded());
      all.append("-----BEGIN CERTIFICATE-----\n").append(der).append("\n-----END CERTIFICATE-----\n");
    }
    return all.toString();
  }

  private void machine() throws IOException {
    String node = Files.readString(Path.of("src/package/training-node.yaml"));
    String[] api = Files.readString(scratch.resolve("run/api")).split(" ");
    String config = node.replace("PORT", port).replace("AUTHORITY", api[1]);
    String named = config.replace("SERVER", api[0].replace("127.0.0.1", "api.training.example"));
    String more =
        """
          containerd:
            config: |
              [plugins."io.containerd.grpc.v1.cri"]
                max_container_log_line_size = 16384
              [plugins."io.containerd.grpc.v1.cri".containerd]
                snapshotter = "overlayfs"
              [plugins."io.containerd.grpc.v1.cri".registry]
                config_path = "/etc/containerd/certs.d"
              [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
                pod_annotations = ["training/*"]
        """;
    Files.writeString(scratch.resolve("node.yaml"), named + more);
    // A label without a value is something to warn of.
    String none = config.replace("SERVER", api[0]).replace("training=yes", "training") + "  bootstrap: {platform: none, nodeName: " + NODE + "}\n";
    Files.writeString(scratch.resolve("none.yaml"), none);
    // Whose name EC2 is asked for before anything else is known, where nothing in it speaks against that.
    String usual = named.replace("  featureGates: {InstanceIdNodeName: false}\n", "");
    Files.writeString(scratch.resolve("user-data"), parts(usual, "apiVersion: node.eks.aws/v1alpha1\nkind: NodeConfig\nspec: {}\n"));
    Files.createDirectories(scratch.resolve("etc/eks/nodeadm.d"));
    Path provider = scratch.resolve("etc/eks/image-credential-provider/ecr-credential-provider");
    Files.createDirectories(provider.getParent());
    Files.copy(Path.of("/bin/true"), provider, StandardCopyOption.COPY_ATTRIBUTES);
    // What kubelet is asked to keep back is compared with the machine.
    Files.createDirectories(scratch.resolve("proc"));
    Files.writeString(scratch.resolve("proc/meminfo"), "MemTotal: 16384000 kB\n");
    Files.writeString(scratch.resolve("proc/cpuinfo"), "processor : 0\nprocessor : 1\n");
    // The primary interface and another one.
    for (String link : List.of("ens5 0a:00:00:00:00:01", "ens6 0a:00:00:00:00:02")) {
      String[] words = link.split(" ");
      Path folder = Files.createDirectories(scratch.resolve("sys/class/net").resolve(words[0]));
      Files.writeString(folder.resolve("address"), words[1] + "\n");
    }
    // A name has to have dots for its server to be told it.
    write("hosts", "127.0.0.1 localhost\n127.0.0.1 ec2.training.example\n127.0.0.1 api.training.example\n");
    examined();
    Files.createDirectories(scratch.resolve("run/nodeready"));
    Files.createDirectories(scratch.resolve("dev"));
    Files.createFile(scratch.resolve("dev/console"));
  }

  /** What the doctor looks at beside the files of a boot. */
  private void examined() throws IOException {
    Path runtime = Files.createDirectories(scratch.resolve("run/containerd"));
    Files.createSymbolicLink(runtime.resolve("containerd.sock"), scratch.resolve("run/cri.sock"));
    write("proc/mounts", "/dev/root / ext4 rw,relatime 0 0\n");
    write("proc/self/mountinfo", "21 1 259:1 / / rw,relatime - ext4 /dev/root rw\n");
    write("proc/swaps", "Filename Type Size Used Priority\n");
    write("etc/cni/net.d/10-training.conflist", "{\"name\": \"training\", \"plugins\": []}\n");
    write("sys/class/dmi/id/sys_vendor", "Amazon EC2\n");
  }

  private void write(String file, String text) throws IOException {
    Path path = scratch.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  /** User data as most launch templates have it: a script beside the configuration. */
  private static String parts(String... configs) {
    StringBuilder data = new StringBuilder("MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=\"BOUNDARY\"\n\n");
    for (String config : configs) {
      data.append("--BOUNDARY\nContent-Type: application/node.eks.aws\n\n").append(config).append('\n');
    }
    return data + "--BOUNDARY\nContent-Type: text/x-shellscript; charset=\"us-ascii\"\n\n#!/bin/sh\n\n--BOUNDARY--\n";
  }

  /**
   * Lets a script of cloud-init write more configuration while a boot is under way that has read none of it, and end once
   * that boot waits for it, as on a machine.
   */
  private void endCloudInit() {
    Path written = scratch.resolve("etc/containerd/config.toml");
    Path status = scratch.resolve("run/nodeready/status.json");
    Thread.ofPlatform().daemon().start(() -> {
      try {
        while (!Files.exists(written)) {
          Thread.sleep(5);
        }
        write(
            "etc/eks/nodeadm.d/10-training.yaml",
            "apiVersion: node.eks.aws/v1alpha1\nkind: NodeConfig\nspec: {kubelet: {config: {systemReserved: {memory: 100Mi}}}}\n");
        while (!Files.exists(status) || !Files.readString(status).contains("cloud-final")) {
          Thread.sleep(5);
        }
        Files.createFile(scratch.resolve(CLOUD_FINAL));
      } catch (IOException | InterruptedException e) {
        throw new IllegalStateException("cloud-init did not end", e);
      }
    });
  }

  private void program(String name, String script) throws IOException {
    Path program = scratch.resolve("bin").resolve(name);
    Files.createDirectories(program.getParent());
    Files.writeString(program, "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private Process play(String server, Path socket, String... arguments) throws Exception {
    Files.createDirectories(socket.getParent());
    List<String> words =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-cp", System.getProperty("java.class.path"),
                "--enable-native-access=ALL-UNNAMED", server, socket.toString()));
    words.addAll(List.of(arguments));
    Process process = new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    while (!Files.exists(socket)) {
      if (process.waitFor(20, TimeUnit.MILLISECONDS)) {
        throw new IOException(server + " of the tests ended before it served");
      }
    }
    return process;
  }
}
