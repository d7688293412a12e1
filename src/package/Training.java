import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The runs that AOT caches are made of, all on one machine, as it were: what one run has made of it the next one finds. The
 * runtime, systemd, EC2 and the API server are played by the tests' servers, other programs by scripts.
 */
final class Training implements AutoCloseable {
  private final Path dist;
  private final Path scratch;
  private final List<Process> played = new ArrayList<>();
  private String port = "";

  /** Of what is shipped. */
  Training(Path dist) throws IOException {
    this.dist = dist;
    scratch = Files.createTempDirectory("nodeready-train");
  }

  /** Makes the machine, which the commands know as {@code SCRATCH}; apart, so that {@link #close} ends what it has begun. */
  void begin() throws Exception {
    played.add(play("dev.nodeready.cri.ScriptedCri", scratch.resolve("run/cri.sock"), "localhost/kubernetes/pause:latest"));
    played.add(play("dev.nodeready.systemd.ScriptedBus", scratch.resolve("run/systemd/private")));
    played.add(play("dev.nodeready.systemd.NotifySink", scratch.resolve("run/notify")));
    played.add(play("dev.nodeready.aws.TrainingCloud", scratch.resolve("run/port"), scratch.resolve("node.yaml").toString()));
    played.add(play("dev.nodeready.api.TrainingApi", scratch.resolve("run/api"), "ip-192-0-2-10.eu-west-1.compute.internal"));
    port = Files.readString(scratch.resolve("run/port"));
    machine();
    program("aws", "echo '{\"kind\": \"ExecCredential\", \"status\": {\"token\": \"training\"}}'");
    program("kubelet", "echo Kubernetes v1.34.2");
    program("containerd", "[ $1 = --version ] && echo containerd github.com/containerd/containerd 1.7.27 0 || cat $2");
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
    Path script = scratch.resolve("commands");
    Files.writeString(script, Files.readString(commands).replace("SCRATCH", scratch.toString()));
    Folder.run(
        List.of(dist.resolve("bin/nodeready").toString()),
        Map.of(
            "AWS_EC2_METADATA_SERVICE_ENDPOINT", "http://127.0.0.1:" + port,
            "AWS_ENDPOINT_URL_EC2", "http://127.0.0.1:" + port,
            "PATH", scratch.resolve("bin") + ":" + System.getenv("PATH"),
            "NODEREADY_TRAIN_CACHE", cache.toString(),
            "NOTIFY_SOCKET", scratch.resolve("run/notify").toString(),
            "NODEREADY_JAVA_OPTS", "-Dnodeready.train=" + script));
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

  private void machine() throws IOException {
    String node = Files.readString(Path.of("src/package/training-node.yaml"));
    String[] api = Files.readString(scratch.resolve("run/api")).split(" ");
    Files.writeString(
        scratch.resolve("node.yaml"), node.replace("PORT", port).replace("SERVER", api[0]).replace("AUTHORITY", api[1]));
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
    Files.createDirectories(scratch.resolve("run/nodeready"));
    Files.createFile(scratch.resolve("run/nodeready/cloud-final.done"));
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
