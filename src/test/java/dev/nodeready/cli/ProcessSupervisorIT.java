package dev.nodeready.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.Distribution;
import dev.nodeready.Eventually;
import dev.nodeready.SmallConfig;
import dev.nodeready.node.RealPart;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code --root} with {@code --supervisor process}, with the system's own containerd. */
class ProcessSupervisorIT {
  private static final Path MACHINES = Path.of("/run/containerd/containerd.sock");

  @TempDir private Path root;

  @BeforeEach
  void layOut() throws IOException {
    RealPart.CONTAINERD_1.program("containerd");
    Files.writeString(
        root.resolve("node.yaml"),
        SmallConfig.TEXT
            + "  bootstrap: {platform: none, credentials: {bootstrapToken: {token: abcdef.0123456789abcdef}}}\n");
    Path kubelet = Files.createDirectories(root.resolve("bin")).resolve("kubelet");
    Files.writeString(
        kubelet,
        """
        #!/bin/sh
        [ "$1" != --version ] || { echo Kubernetes v1.34.4; exit; }
        cat /etc/eks/kubelet/environment >/var/lib/kubelet/seen
        exec sleep 600
        """);
    Files.setPosixFilePermissions(kubelet, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @AfterEach
  void stopDaemons() throws Exception {
    for (String daemon : List.of("kubelet", "containerd")) {
      if (Files.exists(pidFile(daemon))) {
        kill(daemon);
      }
    }
  }

  @Test
  void daemons_stay_below_the_root_and_the_next_run_finds_them_again() throws Exception {
    Object machines = Files.exists(MACHINES) ? Files.getLastModifiedTime(MACHINES) : "absent";

    Distribution.Ended first = run("init");

    assertThat(first.exitCode()).as(first.err()).isZero();
    assertThat(root.resolve("run/containerd/containerd.sock")).exists();
    assertThat(root.resolve("var/lib/containerd/io.containerd.metadata.v1.bolt")).exists();
    assertThat(Files.exists(MACHINES) ? Files.getLastModifiedTime(MACHINES) : "absent")
        .isEqualTo(machines);
    Path seen = root.resolve("var/lib/kubelet/seen");
    Eventually.until("kubelet has written what it saw", () -> Files.exists(seen));
    assertThat(seen).hasSameTextualContentAs(root.resolve("etc/eks/kubelet/environment"));
    assertThat(mounts("kubelet")).isEqualTo(mounts("containerd"));

    assertThat(run("plan").out()).doesNotContain("containerd.service", "kubelet.service");
    List<Long> pids = List.of(pid("containerd"), pid("kubelet"));
    assertThat(run("init").err())
        .contains("start-containerd: unchanged, runs already")
        .contains("start-kubelet: unchanged, runs already");
    assertThat(List.of(pid("containerd"), pid("kubelet"))).isEqualTo(pids);

    kill("containerd");
    assertThat(run("plan").out()).contains("start containerd.service: it is not running");
    assertThat(run("init").err()).contains("start-containerd: changed, started");
    assertThat(mounts("containerd")).isEqualTo(mounts("kubelet"));
  }

  @Test
  void a_socket_that_another_program_listens_on_proves_nothing_and_is_told() throws Exception {
    Path socket = root.resolve("run/containerd/containerd.sock");
    Files.createDirectories(socket.getParent());
    try (ServerSocketChannel other = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      other.bind(UnixDomainSocketAddress.of(socket));

      Distribution.Ended ended = run("init");

      assertThat(ended.exitCode()).isEqualTo(1);
      assertThat(ended.err())
          .contains("verdict: failed, CRI_NOT_OURS: tried to start containerd")
          .contains("another program listens already on unix://" + socket);
      assertThat(pidFile("containerd")).doesNotExist();
    }
  }

  private Distribution.Ended run(String command) throws InterruptedException {
    List<String> words = new ArrayList<>(List.of(command, "--root", root.toString()));
    words.addAll(List.of("--supervisor", "process", "-c", "file://" + root.resolve("node.yaml")));
    words.addAll(List.of("--budget", "60s", "--only", "resolve,configure"));
    words.addAll(List.of("--only", "start-containerd,await-cri,start-kubelet"));
    String path = root.resolve("bin") + ":" + System.getenv("PATH");
    return Distribution.start(Map.of("PATH", path), words.toArray(String[]::new)).await();
  }

  private Path pidFile(String daemon) {
    return root.resolve("run/nodeready").resolve(daemon + ".pid");
  }

  private long pid(String daemon) throws IOException {
    return Long.parseLong(Files.readAllLines(pidFile(daemon)).getFirst());
  }

  private Path mounts(String daemon) throws IOException {
    return Files.readSymbolicLink(Path.of("/proc/" + pid(daemon) + "/ns/mnt"));
  }

  private void kill(String daemon) throws Exception {
    long pid = pid(daemon);
    ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    Eventually.until(daemon + " is gone", () -> ProcessHandle.of(pid).isEmpty());
  }
}
