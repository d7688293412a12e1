package dev.nodeready.lab;

import static dev.nodeready.net.ScriptedServer.answer;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.Distribution;
import dev.nodeready.Eventually;
import dev.nodeready.SmallConfig;
import dev.nodeready.cri.ScriptedCri;
import dev.nodeready.lab.Tries.Try;
import dev.nodeready.net.OwnAuthority;
import dev.nodeready.net.ScriptedServer;
import dev.nodeready.network.MetadataServer;
import io.grpc.Status;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The shipped package, with its own runtime, through the failures that can be caused from outside:
 * each ends as it should, and nothing in it fails to link.
 */
@InBootLab
@Timeout(300)
class ErrorPathsIT {
  private static final String NODE = SmallConfig.TEXT;
  private static final String OFF_EC2 = "  bootstrap: {platform: none, nodeName: node-7}\n";
  private static final String IMAGE = "sandboxImage: registry.invalid/pause:1";

  @TempDir private Path folder;
  private Tries tries;

  @BeforeEach
  void prepare() throws IOException {
    assertThat(Path.of("target/nodeready/runtime/bin/java")).isExecutable();
    tries = new Tries();
    write("node.yaml", NODE + OFF_EC2);
    write("instance.yaml", NODE);
    ready("root");
  }

  @Test
  void every_command_with_bad_input() throws Exception {
    List<List<String>> bad =
        List.of(
            List.of("--bogus"),
            List.of("one", "two", "three"),
            List.of("--root"),
            List.of("--output", "xml"),
            List.of("--budget", "soon"),
            List.of("--supervisor", "nobody"));
    for (String command : commands("")) {
      for (List<String> words : bad) {
        if (command.equals("bundle") && words.contains("xml")) {
          continue; // That is the name of its file.
        }
        tries.add(Try.of(command.split(" ")).with(words.toArray(String[]::new)).endsWith(2));
      }
    }

    assertThat(tries.run()).isEmpty();
  }

  /** The commands that help names, those below others too. */
  private static List<String> commands(String above) throws Exception {
    List<String> found = new ArrayList<>();
    String help = Distribution.run((above + "--help").split(" ")).out();
    for (String line : help.replaceFirst("(?s)^.*\nCommands:\n|^.*$", "").lines().toList()) {
      if (line.matches("  [a-z].*")) {
        String command = above + line.strip().replaceFirst(" .*", "");
        List<String> below = commands(command + " ");
        found.addAll(below.isEmpty() ? List.of(command) : below);
      }
    }
    return found;
  }

  @Test
  void configurations_that_are_wrong_in_each_way() throws Exception {
    List<String> wrong =
        List.of(
            "a: [",
            "{\"a\": ",
            "kind: Node",
            NODE.replace("kind: NodeConfig", "kind: Pod"),
            NODE.replace("10.96.0.0/16", "10.96"),
            NODE.replace("10.96.0.0/16", "quay"),
            NODE.replace("https:", "gopher:"),
            NODE.replace("name: quay", "name: [quay]"),
            NODE.replace("    name: quay\n", ""),
            "MIME-Version: 1.0\nContent-Type: multipart/mixed\n\nx",
            "x".repeat(5_000_000));
    for (String text : wrong) {
      String root = ready("wrong" + wrong.indexOf(text));
      Path file = write(root + "/node.yaml", text);
      tries.add(Try.of("config", "check", "-c", "file://" + file).endsWith(78));
      tries.add(boot(root, "-c", "file://" + file, "--only", "node-config").says("CONFIG_"));
    }
    String strict = NODE + NODE + "  surprise: 1\n  kubelet: {maxPodsExpression: '1 +'}\n";
    Path file = write("strict.yaml", strict);
    tries.add(Try.of("config", "check", "-c", "file://" + file).endsWith(78));
    for (String source : List.of("ftp://x", "file:///absent", "file://" + folder + "/root", "x")) {
      tries.add(Try.of("config", "check", "-c", source));
    }

    assertThat(tries.run()).isEmpty();
  }

  @Test
  void a_container_runtime_in_each_kind_of_trouble() throws Exception {
    Path sockets = Files.createDirectories(folder.resolve("sockets"));
    Files.createDirectory(sockets.resolve("folder"));
    Files.writeString(sockets.resolve("file"), "");
    Files.createSymbolicLink(sockets.resolve("dangling"), sockets.resolve("nowhere"));
    runtime(sockets.resolve("absent"), "CRI_SOCKET_ABSENT");
    runtime(sockets.resolve("folder"), "CRI_SOCKET_IS_FOLDER");
    runtime(sockets.resolve("file"), "CRI_NOT_A_SOCKET");
    runtime(sockets.resolve("dangling"), "CRI_SOCKET_DANGLING");
    try (ScriptedCri left = ScriptedCri.up(sockets.resolve("left"));
        ScriptedCri silent = ScriptedCri.up(sockets.resolve("silent")).hanging();
        ScriptedCri bare = ScriptedCri.up(sockets.resolve("bare")).withoutPlugin();
        ScriptedCri early =
            ScriptedCri.up(sockets.resolve("early")).notInitialized(Status.Code.UNKNOWN);
        ScriptedCri unready =
            ScriptedCri.up(sockets.resolve("unready")).runtimeNotReady("Because", "of that");
        ScriptedCri lossy = ScriptedCri.up(sockets.resolve("lossy")).failing(Status.DATA_LOSS)) {
      left.crash();
      runtime(sockets.resolve("left"), "CRI_REFUSED");
      runtime(sockets.resolve("silent"), "CRI_SILENT");
      runtime(sockets.resolve("bare"), "CRI_UNIMPLEMENTED");
      runtime(sockets.resolve("early"), "CRI_NOT_INITIALIZED");
      runtime(sockets.resolve("unready"), "CRI_RUNTIME_NOT_READY");
      runtime(sockets.resolve("lossy"), "CRI_ERROR");

      assertThat(tries.run()).isEmpty();
      assertThat(List.of(silent, bare, early, unready, lossy))
          .allSatisfy(cri -> assertThat(cri.calls()).isNotEmpty());
    }
  }

  private void runtime(Path socket, String code) throws IOException {
    String root = ready(socket.getFileName().toString());
    tries.add(
        boot(root, "--only", "await-cri", "--runtime-budget", "3s")
            .with("--cri-endpoint", "unix://" + socket)
            .says(code));
  }

  @Test
  void images_that_do_not_come() throws Exception {
    Map<String, String> answers =
        Map.ofEntries(
            entry("failed to resolve reference: r/p:1: not found", "IMAGE_NOT_FOUND"),
            entry("unexpected status: 401 Unauthorized", "IMAGE_UNAUTHORIZED"),
            entry("unexpected status: 403 Forbidden", "IMAGE_FORBIDDEN"),
            entry("unexpected status: 429 Too Many Requests", "IMAGE_RATE_LIMITED"),
            entry("unexpected status: 503 Service Unavailable", "IMAGE_REGISTRY"),
            entry("write /x: no space left on device", "IMAGE_DISK_FULL"),
            entry("dial tcp: lookup r: no such host", "IMAGE_REGISTRY_UNKNOWN_HOST"),
            entry("dial tcp 192.0.2.1:443: connect: connection refused", "IMAGE_REGISTRY"),
            entry("x509: certificate signed by unknown authority", "IMAGE_TLS"),
            entry("no match for platform in manifest", "IMAGE_WRONG_PLATFORM"),
            entry("unexpected EOF", "IMAGE_REGISTRY"));
    List<ScriptedCri> played = new ArrayList<>();
    try {
      for (var answer : answers.entrySet()) {
        String root = ready("image" + played.size());
        Path socket = folder.resolve(root).resolve("cri.sock");
        played.add(ScriptedCri.up(socket).pulling(failing(answer.getKey())));
        Path node = write(root + "/node.yaml", NODE + OFF_EC2.replace("}", ", " + IMAGE + "}"));
        tries.add(
            boot(root, "-c", "file://" + node, "--only", "node-config,await-cri,sandbox-image")
                .with("--image-budget", "2s", "--cri-endpoint", "unix://" + socket)
                .says(answer.getValue()));
      }

      assertThat(tries.run()).isEmpty();
    } finally {
      played.forEach(ScriptedCri::close);
    }
  }

  private static ScriptedCri.Pull[] failing(String text) {
    Status status = Status.UNKNOWN.withDescription("failed to pull and unpack image: " + text);
    return Stream.generate(() -> new ScriptedCri.Pull.Fails(status))
        .limit(100)
        .toArray(ScriptedCri.Pull[]::new);
  }

  @Test
  void an_ec2_whose_certificate_cannot_be_trusted_in_each_way() throws Exception {
    OwnAuthority own = new OwnAuthority(folder, "dns:elsewhere");
    Path broken = write("broken.pem", "-----BEGIN CERTIFICATE-----\nnone");
    String trusted = own.bundle().toString();
    try (MetadataServer metadata = MetadataServer.start();
        ServerSocket listens = own.serverSocket(InetAddress.getLoopbackAddress(), 0);
        ScriptedServer encrypted = new ScriptedServer(listens, _ -> answer(200, ""));
        ScriptedServer plain = new ScriptedServer(_ -> answer(200, ""));
        ScriptedServer silent = new ScriptedServer(_ -> ScriptedServer.SILENCE)) {
      for (Map<String, String> environment :
          List.of(
              ec2(encrypted.port(), "AWS_CA_BUNDLE", trusted),
              ec2(encrypted.port(), "AWS_CA_BUNDLE", broken.toString()),
              ec2(encrypted.port(), "SSL_CERT_FILE", "/absent"),
              ec2(encrypted.port(), "AWS_PROFILE", "absent"),
              ec2(plain.port(), "AWS_CA_BUNDLE", trusted),
              ec2(silent.port(), "AWS_CA_BUNDLE", trusted))) {
        instance(metadata, environment);
      }

      assertThat(tries.run()).isEmpty();
    }
  }

  @Test
  void an_ec2_that_answers_wrongly_in_each_way() throws Exception {
    String denied = "<Response><Errors><Error><Code>%s</Code></Error></Errors></Response>";
    List<String> answers =
        List.of(
            answer(403, denied.formatted("UnauthorizedOperation")),
            answer(401, denied.formatted("AuthFailure")),
            answer(400, denied.formatted("InvalidInstanceID.NotFound")),
            answer(503, denied.formatted("RequestLimitExceeded")),
            answer(200, "<html>"),
            answer(200, "<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>"),
            answer(200, ""),
            "HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\ncut",
            "no HTTP\r\n\r\n");
    List<ScriptedServer> played = new ArrayList<>();
    try (MetadataServer metadata = MetadataServer.start()) {
      for (String answer : answers) {
        ScriptedServer server = new ScriptedServer(_ -> answer);
        played.add(server);
        instance(metadata, Map.of("AWS_ENDPOINT_URL_EC2", server.url()));
      }

      assertThat(tries.run()).isEmpty();
      assertThat(played).allSatisfy(server -> assertThat(server.asked()).isNotEmpty());
    } finally {
      for (ScriptedServer server : played) {
        server.close();
      }
    }
  }

  private static Map<String, String> ec2(int port, String variable, String value) {
    return Map.of("AWS_ENDPOINT_URL_EC2", "https://127.0.0.1:" + port, variable, value);
  }

  private void instance(MetadataServer metadata, Map<String, String> environment)
      throws IOException {
    String root = ready("instance" + environment.hashCode());
    tries.add(
        boot(root, "-c", "file://" + folder.resolve("instance.yaml"), "--only", "resolve,configure")
            .in(metadata.environment())
            .in(environment));
  }

  @Test
  void a_full_disk() throws Exception {
    Path disk = Files.createDirectory(folder.resolve("full"));
    Lab.script("mount -t tmpfs -o size=128k tmpfs \"$0\"", disk.toString());
    try {
      ready("full");
      Files.createDirectories(disk.resolve("run/nodeready"));
      Lab.script("dd if=/dev/zero of=\"$0/fill\" bs=1k 2>/dev/null || :", disk.toString());
      tries.add(
          boot("full", "-c", "file://" + folder.resolve("node.yaml"))
              .says(
                  "verdict: failed, HOST_WRITE_FAILED: tried to write %s/var/lib/nodeready/manifest,"
                          .formatted(disk)
                      + " but No space left on device"));
      tries.add(Try.of("plan", "--root", disk.toString()));
      tries.add(Try.of("rehearse", "--scratch", disk.toString()));
      for (String form : List.of("text", "json", "junit")) {
        tries.add(
            Try.of("verify-image", "--root", folder.toString(), "-o", form)
                .with("--scratch", form.equals("text") ? disk.toString() : folder.toString()));
      }

      assertThat(tries.run()).isEmpty();
    } finally {
      Lab.script("umount \"$0\"", disk.toString());
    }
  }

  @Test
  void a_thread_dump_and_a_stop() throws Exception {
    Distribution.Running run =
        Distribution.start(
            "init", "--root", folder.toString(), "--supervisor", "none", "--only", "await-cri");
    Eventually.until("the run waits", () -> run.err().contains("waiting for"));
    signal(run, "QUIT");
    Eventually.until("the dump is there", () -> run.out().contains("JNI global refs"));
    signal(run, "TERM");
    Distribution.Ended ended = run.await();

    assertThat(ended.exitCode()).isEqualTo(75);
    assertThat(ended.out()).contains("Full thread dump", "dev.nodeready.Main.main");
    assertThat(ended.err()).contains("verdict: stopped");
    // A class loader that looks for a class further down holds an exception of its own as a lock.
    String dump = ended.out().replaceAll("(?m)^\\s+- .*$", "");
    assertThat(Tries.unlinked(dump + ended.err())).isEmpty();
  }

  private static void signal(Distribution.Running run, String name) {
    Lab.script("kill -$0 $1", name, Long.toString(run.process().pid()));
  }

  /** A boot of a scratch folder that starts no daemon and gives up soon. */
  private Try boot(String root, String... more) {
    return Try.of("init", "--supervisor", "none", "--budget", "4s")
        .with("--root", folder.resolve(root).toString())
        .with(more);
  }

  /** A scratch folder with versions of containerd and kubelet; its name. */
  private String ready(String root) throws IOException {
    write(root + "/etc/eks/containerd-version.txt", "2.2.3");
    write(root + "/etc/eks/kubelet-version.txt", "1.34.1");
    return root;
  }

  private Path write(String path, String text) throws IOException {
    Path file = folder.resolve(path);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }
}
