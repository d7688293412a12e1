package dev.nodeready.disks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.config.NodeConfig.LocalStorage;
import java.util.List;
import org.junit.jupiter.api.Test;

class MountUnitTest {
  @Test
  void a_disk_is_mounted_by_its_uuid_and_holds_up_only_who_uses_it() {
    MountUnit unit = MountUnit.disk("0fa1-b2", "/mnt/k8s-disks/0", "Mount a disk");

    assertThat(unit.name()).isEqualTo("mnt-k8s\\x2ddisks-0.mount");
    assertThat(unit.file().path()).isEqualTo("/etc/systemd/system/mnt-k8s\\x2ddisks-0.mount");
    assertThat(unit.text())
        .contains(
            "\nWhat=/dev/disk/by-uuid/0fa1-b2\nWhere=/mnt/k8s-disks/0\nType=xfs\nOptions=defaults,noatime\n")
        .contains("\nDefaultDependencies=no\n")
        .contains("\nBefore=umount.target containerd.service kubelet.service ")
        .contains("\nWantedBy=multi-user.target containerd.service ")
        .doesNotContain("Condition");
  }

  /** systemd waits for no device that a unit names by its UUID alone. */
  @Test
  void a_unit_of_the_images_script_names_the_same_disk() {
    assertThat(MountUnit.uuidOf("UUID=0fa1-b2")).isEqualTo("0fa1-b2");
    assertThat(MountUnit.uuidOf(MountUnit.what("0fa1-b2"))).isEqualTo("0fa1-b2");
    assertThat(MountUnit.uuidOf("/dev/md0")).isEmpty();
  }

  @Test
  void a_bound_folder_is_mounted_only_once_its_place_is_whole() {
    MountUnit unit = MountUnit.bind("/mnt/k8s-disks/0/kubelet", "/var/lib/kubelet");

    assertThat(unit.name()).isEqualTo("var-lib-kubelet.mount");
    assertThat(unit.text())
        .contains("\nConditionPathIsDirectory=/mnt/k8s-disks/0/kubelet\n")
        .contains(
            "\nWhat=/mnt/k8s-disks/0/kubelet\nWhere=/var/lib/kubelet\nType=none\nOptions=bind\n");
    assertThat(MountUnit.whatOf(unit.text())).isEqualTo("/mnt/k8s-disks/0/kubelet");
  }

  /** Who reads a folder of somebody's service is not known: all services start behind it. */
  @Test
  void a_folder_of_others_is_there_before_each_service_and_a_nodes_own_holds_up_its_users_alone() {
    assertThat(MountUnit.bind("/mnt/k8s-volumes/u/srv!data", "/srv/data").text())
        .contains("\nBefore=umount.target local-fs.target containerd.service ")
        .contains("\nWantedBy=multi-user.target containerd.service ");
    assertThat(MountUnit.bind("/mnt/x/kubelet-plugins", "/var/lib/kubelet-plugins").text())
        .contains("local-fs.target");
    for (String own : List.of("/var/lib/kubelet", "/var/lib/containerd/deep", "/var/log/pods")) {
      assertThat(MountUnit.bind("/mnt/x", own).text()).doesNotContain("local-fs.target");
    }
  }

  @Test
  void names_are_those_that_systemd_escape_makes() {
    assertThat(MountUnit.nameOf("/var/log/pods")).isEqualTo("var-log-pods.mount");
    assertThat(MountUnit.nameOf("/var//lib/soci-snapshotter-grpc/"))
        .isEqualTo("var-lib-soci\\x2dsnapshotter\\x2dgrpc.mount");
    assertThat(MountUnit.nameOf("/.hid den/ü.x%"))
        .isEqualTo("\\x2ehid\\x20den-\\xc3\\xbc.x\\x25.mount");
    assertThat(MountUnit.nameOf("/")).isEqualTo("-.mount");
  }

  @Test
  void a_percent_sign_is_no_specifier() {
    MountUnit unit = MountUnit.bind("/mnt/50%h/0/kubelet", "/var/lib/kubelet");

    assertThat(unit.text()).contains("\nWhat=/mnt/50%%h/0/kubelet\n");
    assertThat(MountUnit.whatOf(unit.text())).isEqualTo("/mnt/50%h/0/kubelet");
  }

  @Test
  void a_configuration_names_strategy_folder_and_what_stays() {
    DisksOrder order =
        DisksOrder.of(new LocalStorage("Mount", "/data/", List.of("Containerd", "SOCI")));

    assertThat(order.strategy()).isEqualTo(Strategy.MOUNT);
    assertThat(order.arrayFolder()).isEqualTo("/data/0");
    assertThat(order.folders()).containsExactly(BoundFolder.KUBELET, BoundFolder.POD_LOGS);
    assertThat(DisksOrder.of(new LocalStorage("RAID0", "", List.of())).arrayFolder())
        .isEqualTo("/mnt/k8s-disks/0");
    assertThat(DisksOrder.of(new LocalStorage("", "", List.of())).strategy())
        .isEqualTo(Strategy.NONE);
  }
}
