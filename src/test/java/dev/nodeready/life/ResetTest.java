package dev.nodeready.life;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.nodeready.catalogue.Code;
import dev.nodeready.cri.ScriptedCri;
import dev.nodeready.failure.Failure;
import dev.nodeready.host.Trees;
import dev.nodeready.node.Withdrawal;
import dev.nodeready.systemd.JobResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResetTest {
  private static final String CA = "/etc/kubernetes/pki/ca.crt";

  @TempDir private Path folder;

  @Test
  void a_node_leaves_what_was_there_before_it() throws Exception {
    NodeOnDisk machine = new NodeOnDisk(folder).bare();
    Map<String, String> before = machine.files();

    Account account = reset(machine.joined(), true);

    assertThat(account.looks()).isEmpty();
    assertThat(machine.files()).isEqualTo(before);
    assertThat(machine.has("/var/lib/kubelet/pods")).isFalse();
    assertThat(machine.has("/var/lib/kubelet/plugins_registry")).isFalse();
    assertThat(machine.has("/etc/kubernetes/kubelet")).as("an empty folder of ours").isFalse();
    assertThat(machine.units().calls())
        .as("the runtime runs on")
        .containsExactly("stop nodeready.service", "stop kubelet.service", "reload");
  }

  @Test
  void a_second_reset_does_nothing() throws Exception {
    NodeOnDisk machine = new NodeOnDisk(folder).bare().joined();
    reset(machine, true);
    Map<String, String> after = machine.files();
    List<String> calls = List.copyOf(machine.units().calls());

    assertThat(reset(machine, true).isNothing()).isTrue();

    assertThat(machine.files()).isEqualTo(after);
    assertThat(machine.units().calls()).isEqualTo(calls);
  }

  /** Each run is killed behind the first thing that goes, so that one begins behind each. */
  @Test
  void one_that_is_cut_off_behind_any_step_is_finished_by_the_next() throws Exception {
    NodeOnDisk whole = new NodeOnDisk(folder.resolve("whole")).bare().joined();
    List<Account.Gone> all = reset(whole, true).gone();
    NodeOnDisk cut = new NodeOnDisk(folder.resolve("cut")).bare().joined();

    List<String> gone = new ArrayList<>();
    while (isCutOff(cut, gone)) {
      assertThat(gone.size()).isLessThanOrEqualTo(all.size());
    }

    assertThat(gone).hasSizeGreaterThan(20).hasSameSizeAs(all);
    assertThat(cut.files()).isEqualTo(whole.files());
    assertThat(cut.units().calls()).isEqualTo(whole.units().calls());
  }

  /** Whether there was a step to be cut off behind. */
  private static boolean isCutOff(NodeOnDisk machine, List<String> gone)
      throws InterruptedException {
    try {
      Account _ =
          Exclusive.run(
              machine.site(),
              "reset",
              () ->
                  new Reset(machine.site(), true)
                      .run(
                          false,
                          line -> {
                            gone.add(line);
                            throw new IllegalStateException("killed");
                          }));
      return false;
    } catch (IllegalStateException killed) {
      return true;
    }
  }

  /** Seen: it stayed for ever. */
  @Test
  void a_folder_goes_whose_last_one_went_when_the_reset_before_was_killed() throws Exception {
    NodeOnDisk machine = new NodeOnDisk(folder).bare().joined();
    Trees.remove(machine.root().at("/etc/systemd/system/kubelet.service.d"));

    reset(machine, true);

    assertThat(machine.has("/etc/systemd/system")).isFalse();
  }

  @Test
  void a_dry_run_tells_the_same_and_changes_nothing() throws Exception {
    NodeOnDisk machine = new NodeOnDisk(folder).bare().joined();
    Map<String, String> before = machine.files();

    Account dry = new Reset(machine.site(), false).run(true, line -> {});

    assertThat(machine.files()).isEqualTo(before);
    assertThat(machine.units().calls()).isEmpty();
    assertThat(reset(machine, false).gone()).isEqualTo(dry.gone());
  }

  @Test
  void a_file_that_somebody_changed_stays_and_is_told() throws Exception {
    NodeOnDisk machine = new NodeOnDisk(folder).bare().joined();
    machine.write(CA, "theirs by now");

    Account account = reset(machine, false);

    assertThat(machine.read(CA)).isEqualTo("theirs by now");
    assertThat(account.stays())
        .contains(CA + " stays, since it was changed after nodeready had written it");
    assertThat(account.looks()).isEmpty();
    assertThat(reset(machine, false).isNothing()).as("it is theirs from now on").isTrue();
  }

  @Test
  void what_cannot_be_removed_is_known_to_the_next_run() throws Exception {
    NodeOnDisk machine = new NodeOnDisk(folder).bare().joined();
    Withdrawal ours = new Withdrawal(machine.root());
    List<String> paths = ours.asWritten();

    assertThatThrownBy(ours::forget).hasMessageContaining("there still is " + paths.getFirst());

    assertThat(new Withdrawal(machine.root()).asWritten()).isEqualTo(paths);
  }

  @Test
  void the_records_of_boots_stay_unless_they_are_to_go() throws Exception {
    NodeOnDisk machine = new NodeOnDisk(folder).bare().joined();

    reset(machine, false);

    assertThat(machine.has("/var/lib/nodeready/boots/000001.jsonl")).isTrue();
    assertThat(machine.has("/var/lib/nodeready/history")).isTrue();
    assertThat(machine.has("/var/lib/nodeready/programs")).isTrue();
    assertThat(machine.has("/var/lib/nodeready/joined")).as("it is no node any more").isFalse();
  }

  @Test
  void a_serving_certificate_that_kubelet_has_not_made_stays() throws Exception {
    NodeOnDisk machine = new NodeOnDisk(folder).bare().joined();
    machine.write(NodeOnDisk.PKI + "kubelet.crt", NodeOnDisk.resource("others.crt"));

    Account account = reset(machine, false);

    assertThat(machine.has(NodeOnDisk.PKI + "kubelet.crt")).isTrue();
    assertThat(machine.has(NodeOnDisk.PKI + "kubelet.key")).isTrue();
    assertThat(machine.has(NodeOnDisk.PKI + "kubelet-client-current.pem")).isFalse();
    assertThat(account.stays())
        .contains(NodeOnDisk.PKI + "kubelet.crt stays, since kubelet has not made it");
  }

  @Test
  void a_kubeconfig_goes_that_kubelet_has_written_and_no_other() throws Exception {
    NodeOnDisk machine = new NodeOnDisk(folder).bare();
    String own = "/var/lib/kubelet/kubeconfig";
    String given = "/var/lib/kubelet/bootstrap-kubeconfig";
    machine.write(own, "client-certificate: /var/lib/kubelet/pki/kubelet-client-current.pem");
    machine.write(given, "token: abcdef.0123456789abcdef");

    Account account = reset(machine, false);

    assertThat(machine.has(own)).isFalse();
    assertThat(machine.has(given)).isTrue();
    assertThat(account.stays())
        .contains(given + " stays, since neither kubelet nor nodeready has written it");
  }

  @Test
  void pods_go_and_those_of_the_network_plugin_last() throws Exception {
    NodeOnDisk machine = new NodeOnDisk(folder).bare().joined();
    try (ScriptedCri runtime = runtime(machine)) {
      runtime.runs("1", "plugin", true).runs("2", "b", false).runs("3", "a", false);

      Account account = reset(machine, false);

      assertThat(runtime.pods()).isEmpty();
      assertThat(runtime.removed()).containsExactly("3", "2", "1");
      assertThat(account.gone()).contains(new Account.Gone("remove", "pod ns/plugin (1)"));
    }
  }

  @Test
  void a_pod_that_is_stuck_is_told_and_the_rest_goes() throws Exception {
    NodeOnDisk machine = new NodeOnDisk(folder).bare().joined();
    try (ScriptedCri runtime = runtime(machine)) {
      runtime.runsStuck("1", "a").runs("2", "b", false);

      Account account =
          new Sweep(false, line -> {})
              .over(List.of(new Pods(machine.site(), Duration.ofMillis(200))));

      assertThat(runtime.pods()).containsExactly("1");
      assertThat(runtime.calls("StopPodSandbox")).as("each is tried once").isEqualTo(2);
      assertThat(account.looks())
          .extracting(Failure::code, Failure::tried)
          .containsExactly(tuple(Code.CRI_POD_LEFT, "remove pod ns/a (1)"));
    }
  }

  @Test
  void pods_on_disk_of_a_runtime_that_does_not_run_are_told() throws Exception {
    NodeOnDisk machine = new NodeOnDisk(folder).bare().joined();
    machine.write("/var/lib/containerd/io.containerd.grpc.v1.cri/sandboxes/1/hostname", "p");

    Account account = reset(machine, false);

    assertThat(account.looks())
        .singleElement()
        .satisfies(look -> assertThat(look.toLine()).contains("systemctl start containerd"));
  }

  @Test
  void nothing_goes_while_a_kubelet_runs_that_does_not_stop() throws Exception {
    NodeOnDisk machine = new NodeOnDisk(folder).bare().joined();
    machine.units().endsWhenStarted("kubelet.service", JobResult.FAILED);
    Map<String, String> before = machine.files();

    assertThatThrownBy(() -> reset(machine, true)).hasMessageContaining("SYSTEMD_STOP_FAILED");

    assertThat(machine.files()).isEqualTo(before);
  }

  @Test
  void what_is_the_network_plugins_stays_and_is_told() throws Exception {
    NodeOnDisk machine = new NodeOnDisk(folder).bare().joined();
    Files.createDirectories(machine.root().at("/sys/class/net/cni0"));

    assertThat(reset(machine, false).stays())
        .contains(
            "the cluster still has the Node n1: kubectl delete node n1",
            "interfaces of the network plugin stay: cni0",
            "the network plugin's files stay in /etc/cni/net.d: 10-x.conflist");
    assertThat(machine.has("/etc/cni/net.d/10-x.conflist")).isTrue();
  }

  private static ScriptedCri runtime(NodeOnDisk machine) throws IOException {
    Files.createDirectories(machine.root().at("/run"));
    return ScriptedCri.up(machine.site().runtime().socket());
  }

  private static Account reset(NodeOnDisk machine, boolean records) throws InterruptedException {
    Site site = machine.site();
    return Exclusive.run(site, "reset", () -> new Reset(site, records).run(false, line -> {}));
  }
}
