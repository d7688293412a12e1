package dev.nodeready.life;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nodeready.catalogue.Code;
import dev.nodeready.cri.ScriptedCri;
import dev.nodeready.failure.Failure;
import dev.nodeready.identity.Identity;
import dev.nodeready.systemd.ScriptedUnits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class CleanTest {
  private static final String CONFIG = "/etc/containerd/config.toml";

  @TempDir private Path folder;

  @Test
  void a_node_that_is_cleaned_has_no_identity_and_keeps_what_its_image_needs() throws Exception {
    NodeOnDisk machine = withIdentity();

    Account account = clean(machine, false);

    assertThat(account.looks()).isEmpty();
    assertThat(Identity.allLeftIn(machine.root()))
        .extracting(Identity.Left::identity)
        .containsOnly(Identity.JOURNAL);
    assertThat(machine.read("/etc/machine-id")).isEmpty();
    assertThat(machine.has(CONFIG)).as("the runtime's configuration").isTrue();
    assertThat(machine.has("/var/lib/containerd/io.containerd.content.v1.content/blobs/sha256/1"))
        .as("an image")
        .isTrue();
    assertThat(machine.has("/var/lib/kubelet/config.json")).as("somebody's settings").isTrue();
    assertThat(machine.has("/etc/eks/nodeadm.d/node.yaml")).as("a source").isTrue();
    assertThat(clean(machine, false).isNothing()).isTrue();
  }

  /** Each kind alone, on a machine that has nothing else. */
  @ParameterizedTest
  @EnumSource(
      mode = Mode.EXCLUDE,
      names = {"CONTAINERS", "KUBECONFIG", "NODE_NAME"})
  void each_kind_is_found_told_and_gone(Identity identity) throws Exception {
    NodeOnDisk machine = new NodeOnDisk(folder);
    for (String path : identity.paths()) {
      String text = path.endsWith("kubelet.crt") ? NodeOnDisk.resource("kubelet.crt") : "text";
      machine.write(path.replace("*", "x"), text);
    }
    List<String> told = new ArrayList<>();

    Account account = new Clean(machine.site(), true).run(false, told::add);

    assertThat(account.looks()).isEmpty();
    assertThat(identity.leftIn(machine.root())).isEmpty();
    for (String path : identity.paths()) {
      assertThat(told).anyMatch(line -> line.endsWith("ed " + path.replace("*", "x")));
    }
  }

  @Test
  void a_dry_run_tells_the_same_list() throws Exception {
    NodeOnDisk machine = withIdentity();
    Map<String, String> before = machine.files();

    Account dry = new Clean(machine.site(), true).run(true, line -> {});

    assertThat(machine.files()).isEqualTo(before);
    assertThat(clean(machine, true).gone()).isEqualTo(dry.gone());
  }

  @Test
  void settings_of_one_node_that_somebody_changed_stay_and_need_a_look() throws Exception {
    NodeOnDisk machine = withIdentity();
    String path = "/etc/eks/kubelet/environment";
    machine.write(path, "NODEADM_KUBELET_ARGS=--node-ip=192.0.2.7\n");

    Account account = clean(machine, false);

    assertThat(machine.has(path)).isTrue();
    assertThat(account.looks())
        .singleElement()
        .satisfies(look -> {
          assertThat(look.code()).isEqualTo(Code.HOST_IDENTITY_LEFT);
          assertThat(look.toLine()).contains(path);
        });
  }

  @Test
  void a_node_is_refused() throws Exception {
    NodeOnDisk machine = withIdentity();
    machine.units().is(ScriptedUnits.inactive("kubelet.service"));

    assertThatThrownBy(() -> new Clean(machine.site(), false).refuseNode())
        .hasMessageContaining("HOST_JOINED")
        .hasMessageContaining("this machine is the node n1");
  }

  @Test
  void a_machine_whose_kubelet_runs_is_refused() {
    NodeOnDisk machine = new NodeOnDisk(folder);
    machine.units().is(ScriptedUnits.running("kubelet.service", 7));

    assertThatThrownBy(() -> new Clean(machine.site(), false).refuseNode())
        .hasMessageContaining("kubelet runs");
  }

  @Test
  void a_machine_that_was_made_from_a_node_is_none() throws Exception {
    NodeOnDisk machine = withIdentity();
    machine.units().is(ScriptedUnits.inactive("kubelet.service"));
    machine.write("/etc/machine-id", "ffffffffffffffffffffffffffffffff\n");

    new Clean(machine.site(), false).refuseNode();
  }

  @Test
  void a_link_of_dbus_to_the_machine_id_stays() throws Exception {
    NodeOnDisk machine = new NodeOnDisk(folder).bare();
    Path link = machine.root().at("/var/lib/dbus/machine-id");
    Files.createDirectories(link.getParent());
    Files.createSymbolicLink(link, Path.of("../../../etc/machine-id"));

    clean(machine, false);

    assertThat(link).isSymbolicLink();
    assertThat(machine.read("/etc/machine-id")).isEmpty();
  }

  @Test
  void pods_go_and_the_runtime_runs_on() throws Exception {
    NodeOnDisk machine = withIdentity();
    try (ScriptedCri runtime = ScriptedCri.up(machine.site().runtime().socket())) {
      runtime.runs("1", "a", false);

      clean(machine, false);

      assertThat(runtime.pods()).isEmpty();
      assertThat(machine.units().calls()).noneMatch(call -> call.contains("containerd"));
    }
  }

  @Test
  void ssh_host_keys_that_nobody_makes_anew_are_told() throws Exception {
    NodeOnDisk machine = withIdentity();
    assertThat(clean(machine, false).stays()).anyMatch(line -> line.contains("ssh-keygen -A"));
    machine.write("/etc/ssh/ssh_host_rsa_key", "key");
    machine.write("/usr/lib/systemd/system/sshd-keygen@.service", "");

    assertThat(clean(machine, false).stays()).noneMatch(line -> line.contains("ssh-keygen -A"));
  }

  @Test
  void what_cannot_go_needs_a_look() throws Exception {
    NodeOnDisk machine = new NodeOnDisk(folder).bare();
    machine.write("/var/lib/containerd/io.containerd.grpc.v1.cri/sandboxes/1/x", "");

    assertThat(clean(machine, false).looks())
        .extracting(Failure::code)
        .containsExactly(Code.CRI_POD_LEFT, Code.HOST_IDENTITY_LEFT);
  }

  private NodeOnDisk withIdentity() throws IOException, InterruptedException {
    NodeOnDisk machine = new NodeOnDisk(folder).bare().joined();
    machine.write("/var/lib/dbus/machine-id", "0123456789abcdef0123456789abcdef\n");
    machine.write("/etc/ssh/ssh_host_rsa_key", "key");
    machine.write("/etc/ssh/ssh_host_rsa_key.pub", "key");
    machine.write("/var/lib/cloud/instances/i-0abc/sem/x", "");
    Files.createSymbolicLink(
        machine.root().at("/var/lib/cloud/instance"), Path.of("/var/lib/cloud/instances/i-0abc"));
    machine.write("/var/lib/systemd/random-seed", "0");
    machine.write("/var/log/journal/0123456789abcdef0123456789abcdef/system.journal", "");
    machine.write("/etc/eks/nodeadm/udev-net-manager/i-0abc/ens5", "io.systemd.Network");
    return machine;
  }

  private static Account clean(NodeOnDisk machine, boolean journal) throws InterruptedException {
    Site site = machine.site();
    return Exclusive.run(site, "clean", () -> new Clean(site, journal).run(false, line -> {}));
  }
}
