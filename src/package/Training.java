import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The run that an AOT cache is made of. */
final class Training {
  private final Path dist;
  private final Path cache;
  private final Path commands;

  /**
   * @param commands a line for each command: the code that it ends with, and its words
   */
  Training(Path dist, Path cache, Path commands) {
    this.dist = dist;
    this.cache = cache;
    this.commands = commands;
  }

  /**
   * Runs the commands once, in one process, and keeps what was loaded and linked. The runtime, systemd, EC2 and the
   * API server are played by the tests' servers. A command that does not end as it has to ends the training, which would leave out just
   * what a boot is waited for.
   */
  void run() throws Exception {
    Path scratch = Files.createTempDirectory("nodeready-train");
    List<Process> played = new ArrayList<>();
    try {
      played.add(play("dev.nodeready.cri.ScriptedCri", scratch.resolve("run/cri.sock"), "localhost/kubernetes/pause:latest"));
      played.add(play("dev.nodeready.systemd.ScriptedBus", scratch.resolve("run/systemd/private")));
      played.add(play("dev.nodeready.systemd.NotifySink", scratch.resolve("run/notify")));
      played.add(play("dev.nodeready.aws.TrainingCloud", scratch.resolve("run/port"), scratch.resolve("node.yaml").toString()));
      played.add(play("dev.nodeready.api.TrainingApi", scratch.resolve("run/api"), "ip-192-0-2-10.eu-west-1.compute.internal"));
      String port = Files.readString(scratch.resolve("run/port"));
      Path plugin = scratch.resolve("bin/aws");
      Files.createDirectories(plugin.getParent());
      Files.writeString(plugin, "#!/bin/sh\necho '{\"kind\": \"ExecCredential\", \"status\": {\"token\": \"training\"}}'\n");
      Files.setPosixFilePermissions(plugin, PosixFilePermissions.fromString("rwxr-xr-x"));
      Folder.run(
          List.of(dist.resolve("bin/nodeready").toString()),
          Map.of(
              "AWS_EC2_METADATA_SERVICE_ENDPOINT", "http://127.0.0.1:" + port,
              "AWS_ENDPOINT_URL_EC2", "http://127.0.0.1:" + port,
              "PATH", plugin.getParent() + ":" + System.getenv("PATH"),
              "NODEREADY_TRAIN_CACHE", cache.toString(),
              "NOTIFY_SOCKET", scratch.resolve("run/notify").toString(),
              "NODEREADY_JAVA_OPTS", "-Dnodeready.train=" + script(scratch, port)));
    } finally {
      for (Process process : played) {
        process.destroyForcibly().waitFor();
      }
      Folder.delete(scratch);
    }
    if (!Files.exists(cache)) {
      throw new IOException("the training run left no cache behind");
    }
  }

  private Path script(Path scratch, String port) throws IOException {
    String node = Files.readString(Path.of("src/package/training-node.yaml"));
    String[] api = Files.readString(scratch.resolve("run/api")).split(" ");
    Files.writeString(
        scratch.resolve("node.yaml"), node.replace("PORT", port).replace("SERVER", api[0]).replace("AUTHORITY", api[1]));
    Files.createDirectories(scratch.resolve("etc/eks/nodeadm.d"));
    Files.writeString(scratch.resolve("etc/eks/kubelet-version.txt"), "Kubernetes v1.34.2");
    Files.writeString(scratch.resolve("etc/eks/containerd-version.txt"), "containerd github.com/containerd/containerd 1.7.27 0");
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
    String text = Files.readString(commands).replace("SCRATCH", scratch.toString());
    return Files.writeString(scratch.resolve("commands"), text);
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
