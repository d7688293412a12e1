package dev.nodeready.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.Needs;
import dev.nodeready.catalogue.Code;
import dev.nodeready.cri.ScriptedCri;
import dev.nodeready.failure.Failure;
import dev.nodeready.host.Programs;
import dev.nodeready.host.Root;
import dev.nodeready.plan.Event;
import dev.nodeready.plan.Listener;
import dev.nodeready.report.BootRecord;
import dev.nodeready.retry.ManualTime;
import dev.nodeready.retry.Time;
import dev.nodeready.supervise.SupervisorKind;
import dev.nodeready.systemd.Gates;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What cloud-init's scripts write into {@code nodeadm.d} takes effect in the same boot. */
class LateConfigurationTest {
  private static final String IMAGE = "localhost/pause:1";

  @TempDir Path folder;
  private final PlainUnits units = new PlainUnits();
  private ScriptedCri first = ScriptedCri.down(Path.of("none"));

  @BeforeEach
  void makeAMachine() throws IOException {
    write("/etc/eks/containerd-version.txt", "1.7.28");
    write("/etc/eks/kubelet-version.txt", "1.34.1");
    write("/sys/devices/system/cpu/online", "0-1");
    new TestNode(folder)
        .configureAt(
            "/etc/eks/nodeadm.d/10-node.yaml",
            "bootstrap: {platform: none, nodeName: one, sandboxImage: %s}".formatted(IMAGE));
    first = runtime(TestNode.SOCKET);
  }

  @AfterEach
  void stop() {
    first.close();
  }

  private ScriptedCri runtime(String socket) throws IOException {
    Path place = folder.resolve(socket.substring(1));
    Files.createDirectories(place.getParent());
    ScriptedCri cri = ScriptedCri.up(place);
    cri.has(IMAGE);
    return cri;
  }

  private static String config(String spec) {
    return "apiVersion: node.eks.aws/v1alpha1\nkind: NodeConfig\nspec:\n" + spec;
  }

  private void write(String path, String text) throws IOException {
    new TestNode(folder).write(path, text);
  }

  @Test
  void containerd_is_waited_for_where_a_late_configuration_has_it_listen() throws Exception {
    try (ScriptedCri second = runtime("/run/late/containerd.sock")) {
      BootRecord record =
          boot(
              """
                containerd:
                  config: |
                    version = 2
                    [grpc]
                    address = "/run/late/containerd.sock"
              """);
      assertThat(record.failure()).isNull();
      assertThat(second.calls()).contains("Version", "ImageStatus");
    }
    assertThat(units.done)
        .containsExactly("start containerd.service", "restart containerd.service");
    assertThat(folder.resolve("etc/containerd/config.toml"))
        .content()
        .contains("/run/late/containerd.sock");
  }

  /** Interfaces that a script of cloud-init makes are not the CNI plugin's. */
  @Test
  void the_marker_is_not_there_as_long_as_cloud_init_is_at_work() throws Exception {
    boolean[] early = {false};
    BootRecord record =
        boot(
            Time.SYSTEM,
            event -> {
              if (event instanceof Event.StepWaiting waiting
                  && waiting.step().equals("cloud-final")) {
                early[0] = Files.exists(folder.resolve("run/nodeadm/init"));
                writeLate("  kubelet: {flags: [--node-labels=late=yes]}\n");
              }
            });
    assertThat(record.failure()).isNull();
    assertThat(early[0]).isFalse();
    assertThat(folder.resolve("run/nodeadm/init")).exists();
  }

  @Test
  void late_name_servers_reach_the_resolver() throws Exception {
    BootRecord record = boot("  instance: {network: {nameservers: [192.0.2.53]}}\n");
    assertThat(record.failure()).isNull();
    assertThat(units.done).contains("restart systemd-resolved.service");
  }

  @Test
  void late_disks_are_set_up() throws Exception {
    // A process cannot change the PATH that its own children are looked for on.
    Needs.that(
        Programs.find("setup-local-disks").isEmpty(),
        "this test would set up the disks of a machine that has setup-local-disks");
    BootRecord record = boot("  instance: {localStorage: {strategy: RAID0}}\n");
    assertThat(record.failure())
        .isNotNull()
        .satisfies(failure -> assertThat(failure.code()).isEqualTo(Code.HOST_LOCAL_DISKS_FAILED))
        .extracting(Failure::happened)
        .isEqualTo("they are the machine's, and " + folder + " is not its root");
  }

  @Test
  void a_late_sandbox_image_that_is_nowhere_degrades_the_boot() throws Exception {
    BootRecord record = boot("  bootstrap: {sandboxImage: localhost/late:1}\n");
    assertThat(record.state()).isEqualTo(BootRecord.State.DEGRADED);
    assertThat(record.failure())
        .isNotNull()
        .satisfies(failure -> assertThat(failure.code()).isEqualTo(Code.IMAGE_LOCAL_ABSENT));
  }

  @Test
  void a_second_pass_that_changes_nothing_of_containerd_leaves_it_running() throws Exception {
    BootRecord record = boot("  kubelet: {flags: [--node-labels=late=yes]}\n");
    assertThat(record.failure()).isNull();
    assertThat(units.done).containsExactly("start containerd.service");
    assertThat(folder.resolve("etc/eks/kubelet/environment")).content().contains("late=yes");
  }

  /** A script may well install a driver, or wait for somebody. */
  @Test
  void a_cloud_init_that_takes_hours_uses_up_no_budget_and_what_it_wrote_is_taken()
      throws Exception {
    ManualTime time = new ManualTime();

    BootRecord record =
        boot(
            time,
            event -> {
              if (event instanceof Event.StepWaiting waiting
                  && waiting.step().equals("cloud-final")) {
                time.advance(Duration.ofHours(5));
                writeLate("  instance: {network: {nameservers: [192.0.2.53]}}\n");
              }
            });

    assertThat(record.failure()).isNull();
    assertThat(record.steps())
        .filteredOn(step -> step.name().equals("cloud-final"))
        .singleElement()
        .satisfies(step -> assertThat(step.waited()).isGreaterThanOrEqualTo(Duration.ofHours(5)));
    assertThat(units.done).contains("restart systemd-resolved.service");
  }

  /** A boot whose cloud-init writes this once the runtime was proven the first time. */
  private BootRecord boot(String late) throws InterruptedException {
    return boot(
        Time.SYSTEM,
        event -> {
          if (event instanceof Event.StepEnded ended && ended.step().equals("sandbox-image")) {
            writeLate(late);
          }
        });
  }

  private BootRecord boot(Time time, Listener listener) throws InterruptedException {
    try (BootPlan boot = TestNode.plan(options(), time, units)) {
      return BootRunner.run(boot, boot.phases(), List.of(listener));
    }
  }

  private void writeLate(String late) {
    try {
      write("/etc/eks/nodeadm.d/50-late.yaml", config(late));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    new Gates(new Root(folder)).open(Gates.CLOUD_FINAL);
  }

  private BootOptions options() {
    return new TestNode(folder)
        .daemon(
            "/etc/eks/nodeadm.d",
            SupervisorKind.SYSTEMD,
            "start-kubelet",
            "pin-image",
            "kubelet-healthy",
            "join");
  }
}
