package dev.nodeready.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nodeready.catalogue.Code;
import dev.nodeready.cri.Containerd;
import dev.nodeready.host.Commands;
import dev.nodeready.host.Root;
import dev.nodeready.retry.Deadline;
import dev.nodeready.retry.Time;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The machine's own containerd is tried, and nothing of it stays. */
class PrivateContainerdIT {
  /** What is private to it must not be seen here, whether another one runs or not. */
  private static final Path SHIMS = Path.of("/run/containerd/s");

  @TempDir private Path folder;
  private Root machine;

  @BeforeEach
  void configure() throws IOException {
    Containerd.V1.program("containerd");
    machine = new Root(folder);
    write(
        """
        version = 2
        [plugins."io.containerd.grpc.v1.cri"]
          sandbox_image = "localhost/pause:tried"
        """);
  }

  private void write(String toml) throws IOException {
    Path file = machine.at("/etc/containerd/config.toml");
    Files.createDirectories(file.getParent());
    Files.writeString(file, toml);
  }

  private PrivateContainerd containerd() {
    return new PrivateContainerd(
        machine, "t", Optional.of(folder.resolve("store")), new Commands(Map.of()));
  }

  private static Deadline soon() {
    return Deadline.after(Duration.ofSeconds(30), Time.SYSTEM);
  }

  @Test
  void it_serves_cri_beside_the_machines_own_and_leaves_only_its_store() throws Exception {
    boolean shims = Files.exists(SHIMS);
    long pid;
    try (PrivateContainerd containerd = containerd()) {
      assertThat(containerd.start(soon()).name()).isEqualTo("containerd");
      assertThat(containerd.tools().names()).isEmpty();
      pid = pid();
      assertThat(Files.exists(SHIMS)).isEqualTo(shims);
    }
    assertThat(ProcessHandle.of(pid)).isEmpty();
    assertThat(machine.at("/run/nodeready/t")).doesNotExist();
    assertThat(folder.resolve("store/io.containerd.metadata.v1.bolt/meta.db")).exists();
  }

  @Test
  void one_that_a_killed_run_left_behind_is_ended_by_the_next() throws Exception {
    // Both on the same store, which one alone can have: the second would wait for the first.
    PrivateContainerd left = containerd();
    left.start(soon());
    long first = pid();
    try (PrivateContainerd containerd = containerd()) {
      containerd.start(soon());
      assertThat(pid()).isNotEqualTo(first);
      assertThat(ProcessHandle.of(first).filter(ProcessHandle::isAlive)).isEmpty();
    }
  }

  @Test
  void a_configuration_that_it_does_not_start_with_is_told_with_its_own_words() throws Exception {
    write("version = 2\noom_score = \"low\"\n");
    try (PrivateContainerd containerd = containerd()) {
      assertThatThrownBy(() -> containerd.start(soon()))
          .hasMessageContaining(Code.CRI_EXITED.name())
          .hasMessageContaining("low");
    }
  }

  private long pid() throws IOException {
    List<String> lines =
        Files.readAllLines(machine.at("/run/nodeready/t/run/nodeready/containerd.pid"));
    return Long.parseLong(lines.getFirst());
  }
}
