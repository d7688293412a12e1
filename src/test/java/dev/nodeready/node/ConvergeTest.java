package dev.nodeready.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nodeready.host.CrashingStore;
import dev.nodeready.host.Root;
import dev.nodeready.supervise.UnitAction;
import dev.nodeready.supervise.UnitAction.Kind;
import dev.nodeready.supervise.UnitRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConvergeTest {
  private static final String DROP_IN = "/etc/kubernetes/kubelet/config.json.d/40-nodeadm.conf";
  private static final Instant LONG_AGO = Instant.parse("2001-01-01T00:00:00Z");
  private static final UnitRun EARLY = new UnitRun("early", Optional.of(LONG_AGO));
  private static final UnitRun FIRST = new UnitRun("first", Optional.of(Instant.MAX));
  private static final UnitRun SECOND = new UnitRun("second", Optional.of(Instant.MAX));

  @TempDir Path folder;
  private Root root;

  @BeforeEach
  void setRoot() {
    root = new Root(folder);
  }

  private Converge converge(DesiredNode node) {
    return new Converge(root, node);
  }

  private static DesiredNode withDropIn() {
    return DesiredNode.of(
        Nodes.config("", Map.of("maxPods", 20L), List.of()), Nodes.EC2, Nodes.FACTS);
  }

  @Test
  void a_second_run_writes_nothing_and_restarts_nothing() throws IOException {
    DesiredNode node = Nodes.desired();
    converge(node).applyFiles();
    converge(node).started(NodeUnits.CONTAINERD, FIRST);
    List<Path> all = age();

    Applied second = converge(node).applyFiles();

    assertThat(second.changed()).isFalse();
    for (Path file : all) {
      assertThat(Files.getLastModifiedTime(file).toInstant()).isEqualTo(LONG_AGO);
    }
    assertThat(converge(node).actionFor(NodeUnits.CONTAINERD, Optional.of(FIRST)).kind())
        .isEqualTo(Kind.NONE);
  }

  private List<Path> age() throws IOException {
    try (var all = Files.walk(folder)) {
      List<Path> files = all.filter(Files::isRegularFile).toList();
      for (Path file : files) {
        Files.setLastModifiedTime(file, FileTime.from(LONG_AGO));
      }
      return files;
    }
  }

  @Test
  void a_file_that_is_not_needed_any_more_is_removed() {
    converge(withDropIn()).applyFiles();

    Applied second = converge(Nodes.desired()).applyFiles();

    assertThat(second.removed()).containsExactly(DROP_IN);
    assertThat(root.at(DROP_IN)).doesNotExist();
  }

  @Test
  void a_file_that_somebody_edited_is_left_when_it_is_not_needed_any_more() throws IOException {
    converge(withDropIn()).applyFiles();
    Files.writeString(root.at(DROP_IN), "{\"mine\": true}");

    Applied second = converge(Nodes.desired()).applyFiles();

    assertThat(second.left()).containsExactly(DROP_IN);
    assertThat(root.at(DROP_IN)).hasContent("{\"mine\": true}");
  }

  @Test
  void a_file_that_was_never_ours_is_left() throws IOException {
    Files.createDirectories(root.at(DROP_IN).getParent());
    Files.writeString(root.at(DROP_IN), "{}");

    Applied applied = converge(Nodes.desired()).applyFiles();

    assertThat(applied.removed()).isEmpty();
    assertThat(root.at(DROP_IN)).exists();
  }

  @Test
  void only_the_unit_whose_input_changed_is_restarted() {
    converge(Nodes.desired()).applyFiles();
    converge(Nodes.desired()).started(NodeUnits.CONTAINERD, FIRST);
    converge(Nodes.desired()).started(NodeUnits.KUBELET, FIRST);

    Converge next = converge(withDropIn());
    next.applyFiles();

    assertThat(next.actionFor(NodeUnits.CONTAINERD, Optional.of(FIRST)).kind())
        .isEqualTo(Kind.NONE);
    UnitAction kubelet = next.actionFor(NodeUnits.KUBELET, Optional.of(FIRST));
    assertThat(kubelet.kind()).isEqualTo(Kind.RESTART);
    assertThat(kubelet.because()).contains(DROP_IN).contains("/etc/eks/kubelet/environment");
  }

  @Test
  void a_removed_input_restarts_its_unit() {
    converge(withDropIn()).applyFiles();
    converge(withDropIn()).started(NodeUnits.KUBELET, FIRST);

    Converge next = converge(Nodes.desired());
    next.applyFiles();

    assertThat(next.actionFor(NodeUnits.KUBELET, Optional.of(FIRST)).because()).contains(DROP_IN);
  }

  @Test
  void a_unit_that_does_not_run_is_started() {
    Converge run = converge(Nodes.desired());
    run.applyFiles();

    assertThat(run.actionFor(NodeUnits.KUBELET, Optional.empty()).kind()).isEqualTo(Kind.START);
    assertThat(run.actionFor(NodeUnits.SOCI, Optional.empty()).kind()).isEqualTo(Kind.NONE);
  }

  @Test
  void a_unit_that_ran_before_our_files_were_written_is_restarted() {
    Converge run = converge(Nodes.desired());
    run.applyFiles();

    UnitAction action = run.actionFor(NodeUnits.CONTAINERD, Optional.of(EARLY));

    assertThat(action.kind()).isEqualTo(Kind.RESTART);
    assertThat(action.because()).contains("/etc/containerd/config.toml");
  }

  @Test
  void a_unit_that_systemd_started_behind_our_files_is_not_started_again_in_the_same_boot() {
    converge(DesiredNode.runtimeOnly(Nodes.config(), Map.of(), Nodes.EC2, Nodes.FACTS, null))
        .applyPart();
    UnitRun since = new UnitRun("behind the gate", Optional.of(Instant.now()));

    Converge whole = converge(Nodes.desired());
    assertThat(whole.applyFiles().changed()).isTrue();

    assertThat(whole.actionFor(NodeUnits.CONTAINERD, Optional.of(since)).kind())
        .isEqualTo(Kind.NONE);
  }

  @Test
  void a_unit_that_started_while_its_files_were_written_is_restarted() {
    Converge dies = new Converge(root, Nodes.desired(), CrashingStore.before(20, root));
    assertThatThrownBy(dies::applyFiles).isInstanceOf(CrashingStore.Crash.class);
    UnitRun meanwhile = new UnitRun("meanwhile", Optional.of(Instant.now()));

    Converge next = converge(Nodes.desired());
    next.applyFiles();

    assertThat(next.actionFor(NodeUnits.CONTAINERD, Optional.of(meanwhile)).kind())
        .isEqualTo(Kind.RESTART);
  }

  @Test
  void a_restart_that_a_crash_prevented_is_made_up_for() {
    converge(Nodes.desired()).applyFiles();

    Converge afterTheCrash = converge(Nodes.desired());
    assertThat(afterTheCrash.applyFiles().changed()).isFalse();

    assertThat(afterTheCrash.actionFor(NodeUnits.CONTAINERD, Optional.of(EARLY)).kind())
        .isEqualTo(Kind.RESTART);
  }

  @Test
  void a_unit_that_a_reboot_started_with_our_files_in_place_is_left_alone() throws IOException {
    converge(Nodes.desired()).applyFiles();
    forgetTheBoot();

    Converge run = converge(Nodes.desired());

    assertThat(run.applyFiles().changed()).isFalse();
    assertThat(run.actionFor(NodeUnits.CONTAINERD, Optional.of(SECOND)).kind())
        .isEqualTo(Kind.NONE);
  }

  @Test
  void a_unit_that_started_before_somebody_wrote_its_input_is_restarted() throws IOException {
    converge(Nodes.desired()).applyFiles();
    forgetTheBoot();

    UnitAction action =
        converge(Nodes.desired()).actionFor(NodeUnits.CONTAINERD, Optional.of(EARLY));

    assertThat(action.kind()).isEqualTo(Kind.RESTART);
    assertThat(action.because()).startsWith("written after it started");
  }

  private void forgetTheBoot() throws IOException {
    try (var all = Files.walk(root.at("/run"))) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        Files.delete(file);
      }
    }
  }

  @Test
  void a_repaired_file_restarts_nothing_that_was_started_with_the_right_one() throws IOException {
    converge(Nodes.desired()).applyFiles();
    converge(Nodes.desired()).started(NodeUnits.CONTAINERD, FIRST);
    Files.writeString(root.at("/etc/containerd/config.toml"), "version = 2\n");

    Converge next = converge(Nodes.desired());

    assertThat(next.applyFiles().written()).containsExactly("/etc/containerd/config.toml");
    assertThat(next.actionFor(NodeUnits.CONTAINERD, Optional.of(FIRST)).kind())
        .isEqualTo(Kind.NONE);
  }

  @Test
  void kubelets_own_kubeconfig_is_no_reason_for_a_restart() throws IOException {
    DesiredNode bootstrapping = DesiredNode.of(Nodes.outpost(), Nodes.EC2, Nodes.FACTS);
    Converge run = converge(bootstrapping);
    run.applyFiles();
    Path kubeconfig = root.at("/var/lib/kubelet/kubeconfig");
    Files.writeString(kubeconfig, "by kubelet");
    run.started(NodeUnits.KUBELET, FIRST);
    Files.writeString(kubeconfig, "by kubelet, renewed");

    assertThat(run.actionFor(NodeUnits.KUBELET, Optional.of(FIRST)).kind()).isEqualTo(Kind.NONE);
  }

  @Test
  void systemd_reads_again_only_after_one_of_its_files_changed() {
    Converge plain = converge(Nodes.desired());
    plain.applyFiles();
    assertThat(plain.daemonReloadPending()).isFalse();

    Converge proxied =
        converge(
            DesiredNode.of(
                Nodes.config(),
                Map.of("kubelet", Map.of("HTTP_PROXY", "http://192.0.2.8")),
                Nodes.EC2,
                Nodes.FACTS));
    proxied.applyFiles();
    assertThat(proxied.daemonReloadPending()).isTrue();
    proxied.daemonReloaded();
    assertThat(proxied.daemonReloadPending()).isFalse();
  }
}
