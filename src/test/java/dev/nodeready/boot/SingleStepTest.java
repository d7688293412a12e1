package dev.nodeready.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.cri.ScriptedCri;
import dev.nodeready.host.Root;
import dev.nodeready.plan.Event;
import dev.nodeready.plan.Outcome;
import dev.nodeready.plan.Sequencer;
import dev.nodeready.retry.Time;
import dev.nodeready.supervise.Daemon;
import dev.nodeready.supervise.SupervisorKind;
import dev.nodeready.supervise.UnitRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A step that is run by hand gets the values that the steps before it would have given it. */
class SingleStepTest {
  private static final String OTHER = "/run/other/containerd.sock";

  @TempDir Path folder;
  private TestNode node = new TestNode(Path.of(""));
  private final PlainUnits units = new PlainUnits();
  private Outcome last = new Outcome.Skipped("");

  @BeforeEach
  void configure() throws IOException {
    node = new TestNode(folder);
    node.write("/etc/eks/containerd-version.txt", "1.7.28");
    node.write("/etc/eks/kubelet-version.txt", "1.34.1");
    node.configure(
        "bootstrap: {platform: none, nodeName: one, sandboxImage: localhost/pause:1}",
        "containerd: {config: '[grpc]\n\n  address = \"%s\"'}".formatted(OTHER));
  }

  @Test
  void the_wait_alone_finds_the_runtime_where_the_file_on_disk_says() throws Exception {
    node.write("/etc/containerd/config.toml", "version = 2\n");
    try (ScriptedCri cri = runtime(TestNode.SOCKET)) {
      assertThat(run("await-cri")).isInstanceOf(Outcome.Unchanged.class);
      assertThat(cri.calls()).contains("Version");
    }
  }

  @Test
  void where_the_file_is_written_too_it_is_found_where_that_will_say() throws Exception {
    node.write("/etc/containerd/config.toml", "version = 2\n");
    try (ScriptedCri cri = runtime(OTHER)) {
      assertThat(run("runtime-files", "await-cri")).isInstanceOf(Outcome.Unchanged.class);
      assertThat(cri.calls()).contains("Version");
    }
  }

  @Test
  void the_image_alone_is_the_one_that_the_configuration_names() throws Exception {
    node.write("/etc/containerd/config.toml", "version = 2\n");
    try (ScriptedCri cri = runtime(TestNode.SOCKET)) {
      cri.has("localhost/pause:1");
      assertThat(run("sandbox-image").detail()).startsWith("localhost/pause:1 was there");
    }
  }

  @Test
  void a_daemon_whose_files_were_not_looked_at_is_left_alone() throws Exception {
    units.runs.put(Daemon.CONTAINERD.unit(), new UnitRun("early", Optional.of(Instant.EPOCH)));
    assertThat(run("start-containerd").detail())
        .isEqualTo("runs already, and its files were not looked at");
    assertThat(units.done).isEmpty();
  }

  private ScriptedCri runtime(String socket) throws IOException {
    Path place = new Root(folder).at(socket);
    Files.createDirectories(place.getParent());
    return ScriptedCri.up(place);
  }

  /** How the last of these steps ended. */
  private Outcome run(String... steps) {
    try (BootPlan plan =
        TestNode.plan(node.only(SupervisorKind.SYSTEMD, steps), Time.SYSTEM, units)) {
      new Sequencer(List.of(this::hear), Time.SYSTEM)
          .run(plan.phases(), plan.run().options().selection());
    }
    return last;
  }

  private void hear(Event event) {
    boolean selected =
        event instanceof Event.StepEnded ended && !ended.outcome().detail().equals("not selected");
    if (selected) {
      last = ((Event.StepEnded) event).outcome();
    }
  }
}
