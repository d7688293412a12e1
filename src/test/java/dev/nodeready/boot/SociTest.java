package dev.nodeready.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.plan.Outcome;
import dev.nodeready.retry.Time;
import dev.nodeready.supervise.SupervisorKind;
import dev.nodeready.supervise.UnitRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The snapshotter's unit follows its configuration, before containerd does. */
class SociTest {
  private static final String SOCI = "soci-snapshotter.service";
  private static final String CONTAINERD = "containerd.service";

  @TempDir Path folder;
  private final PlainUnits units = new PlainUnits();

  @BeforeEach
  void makeABigMachine() throws IOException {
    write("/etc/eks/containerd-version.txt", "2.2.3");
    write("/etc/eks/kubelet-version.txt", "1.34.1");
    write("/sys/devices/system/memory/block_size_bytes", "40000000");
    for (int at = 0; at < 8; at++) {
      write("/sys/devices/system/memory/memory" + at + "/online", "1");
      Files.createDirectories(folder.resolve("sys/devices/system/node/node0/cpu" + at));
      Files.createDirectories(folder.resolve("sys/devices/system/cpu/cpu" + at));
    }
    write("/sys/devices/system/cpu/online", "0-7");
    configure(true);
  }

  private void configure(boolean fast) throws IOException {
    new TestNode(folder)
        .configure(
            "featureGates: {FastImagePull: %s}".formatted(fast),
            "bootstrap: {platform: none, nodeName: one}");
  }

  private void write(String path, String text) throws IOException {
    new TestNode(folder).write(path, text);
  }

  @Test
  void a_snapshotter_that_started_with_another_configuration_is_restarted_before_containerd()
      throws Exception {
    units.runs.put(SOCI, new UnitRun("early", Optional.of(Instant.EPOCH)));
    List<String> notes = boot();
    assertThat(units.done).containsExactly("restart " + SOCI, "start " + CONTAINERD);
    assertThat(notes).containsExactly("restarted " + SOCI + ", since its configuration changed");
  }

  @Test
  void a_snapshotter_that_runs_with_its_configuration_is_left_alone() throws Exception {
    units.runs.put(SOCI, new UnitRun("early", Optional.of(Instant.EPOCH)));
    boot();
    boot();
    assertThat(units.done).containsExactly("restart " + SOCI, "start " + CONTAINERD);
  }

  @Test
  void a_snapshotter_that_does_not_run_is_left_to_containerd_which_requires_it() throws Exception {
    boot();
    assertThat(units.done).containsExactly("start " + CONTAINERD);
    assertThat(folder.resolve("etc/systemd/system/containerd.service.d/10-soci-snapshotter.conf"))
        .content()
        .contains("Requires=" + SOCI);
  }

  @Test
  void a_snapshotter_that_nobody_asked_for_is_not_even_looked_at() throws Exception {
    configure(false);
    units.runs.put(SOCI, new UnitRun("early", Optional.of(Instant.EPOCH)));
    boot();
    assertThat(units.done).containsExactly("start " + CONTAINERD);
  }

  @Test
  void a_runtime_that_this_run_did_not_see_is_not_said_to_run_with_its_files() throws Exception {
    units.runs.put(CONTAINERD, new UnitRun("early", Optional.of(Instant.EPOCH)));
    try (BootPlan boot = TestNode.plan(options(), Time.SYSTEM, units)) {
      Outcome _ = boot.pass().configure.runtimeFiles(new Notes());
      Outcome _ = boot.pass().kubelet.start(new Notes());
    }
    boot();
    assertThat(units.done).contains("restart " + CONTAINERD);
  }

  /** The steps up to the start of containerd, as one run takes them. */
  private List<String> boot() throws InterruptedException {
    List<String> notes = new ArrayList<>();
    try (BootPlan boot = TestNode.plan(options(), Time.SYSTEM, units)) {
      Outcome _ = boot.pass().configure.runtimeFiles(new Notes(notes));
      Outcome _ = boot.pass().runtime.start(new Notes(notes));
      boot.pass().live.noteRunning(CONTAINERD);
    }
    return notes;
  }

  private BootOptions options() {
    return new TestNode(folder).options(SupervisorKind.SYSTEMD);
  }
}
