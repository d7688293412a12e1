package dev.nodeready.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Volumes on a real kernel with real tools. One machine for all tests, since a boot is long without
 * KVM; each has disks and folders of its own. Without KVM that takes minutes, so it is run by
 * command; see CONTRIBUTING.
 */
@Tag("matrix")
@Timeout(400)
@TestMethodOrder(OrderAnnotation.class)
class VolumesIT {
  /** Waits until a part of a folder is copied. */
  private static final String COPYING =
      " until ls -d /mnt/k8s-volumes/*/.nodeready/srv!%s.half-*/big1 2>/dev/null; do sleep 0.05; done";

  private static final String UNIT = "nodeready-disks.service";

  private static final String FOREIGN = "HOST_VOLUME_FOREIGN";

  /** What is refused, and how it is called. */
  private static final Map<String, String> REFUSED =
      Map.of(
          "gpt", "a partition table (gpt)",
          "mbr", "a partition table (dos)",
          "lvm", "a physical volume of LVM",
          "md1", "a member of an array (other:9, UUID ",
          "swap", "something else (swap)",
          "luks", "something else (crypto_LUKS)",
          "btrfs", "a file system (btrfs",
          "raw", "no signature, but data");

  private static VirtualMachine machine;

  @BeforeAll
  static void boot(@TempDir Path folder) {
    // Whoever boots by itself moves folders before a test has looked at them.
    Layer quiet = new Layer(folder);
    for (String unit : List.of("", "-config", "-runtime-config", "-cloud-final")) {
      String held = "[Unit]\nConditionPathExists=/go\n";
      quiet.withDropIn("nodeready" + unit + ".service", held);
    }
    machine =
        VirtualMachine.boot(
            VirtualMachine.Hardware.of(
                Lab.get().node(quiet),
                "xfs=400M",
                "ext4=400M",
                "cut=400M",
                "gpt=16M",
                "mbr=16M",
                "lvm=16M",
                "md1=16M",
                "md2=16M",
                "swap=16M",
                "luks=16M",
                "btrfs=16M",
                "raw=16M",
                "foreign=100M",
                "empty=400M",
                "vol1=16M,nvme"));
  }

  @AfterAll
  static void cutThePower() {
    if (machine != null) {
      machine.close();
    }
  }

  private static String disk(String serial) {
    return "/dev/disk/by-id/virtio-" + serial;
  }

  private static String order(String serial, String rest) {
    return "nodeready disks none --volume " + disk(serial) + rest;
  }

  private static String digest(String folder) {
    return machine.ok(
        "tar --sort=name --numeric-owner --format=pax --pax-option=delete=atime,delete=ctime"
            + " --xattrs --xattrs-include='*' -C %s -cf - . | sha256sum | cut -d' ' -f1"
                .formatted(folder));
  }

  /** What copies lose: a setuid bit, an attribute, a hard link, a hole, an odd name, a time. */
  private static void fill(String folder, int mebibytes) {
    machine.ok(
        """
        mkdir -p %1$s/sub && cd %1$s
        cp /bin/true sub/setuid && chown 1234:5678 sub/setuid && chmod 4755 sub/setuid
        ln sub/setuid hard && ln -s nowhere/at/all dangling && mknod node c 1 3 && mkfifo pipe
        truncate -s 64M hole && printf end >>hole
        printf x >"$(printf 'a\\nb \\377')" && touch -d '2001-02-03 04:05:06.789' sub
        i=0; while [ $i -lt %2$d ]; do head -c 1M /dev/urandom >big$i; i=$((i+1)); done
        sync
        """
            .formatted(folder, mebibytes));
  }

  /** All by the tools that make them, but the two that this machine has none for. */
  @Test
  @Order(1)
  void what_is_no_file_system_for_us_is_left_alone_and_named() {
    machine.ok("echo ',' | sfdisk -q -X gpt " + disk("gpt"));
    machine.ok("echo ',' | sfdisk -q -X dos " + disk("mbr"));
    machine.ok("pvcreate -qq " + disk("lvm") + " && vgcreate -qq vg " + disk("lvm"));
    machine.ok(
        "mdadm --create --run --force /dev/md9 --level=0 --raid-devices=2 --homehost=other --name=9 "
            + disk("md1")
            + " "
            + disk("md2")
            + " && udevadm settle && mdadm --stop /dev/md9");
    machine.ok("mkswap -q " + disk("swap"));
    write("luks", 0, "LUKS\\272\\276\\000\\001aes");
    write("btrfs", 65536 + 64, "_BHRfS_M");
    write("raw", 5000, "somebody");
    machine.ok("udevadm settle");
    String all = "cd /dev/disk/by-id && sha256sum " + disks(REFUSED.keySet());
    String before = machine.ok(all);
    REFUSED.forEach(VolumesIT::refused);
    assertThat(machine.ok(all)).isEqualTo(before);
  }

  private static String disks(Collection<String> serials) {
    return serials.stream().map(VolumesIT::disk).collect(Collectors.joining(" "));
  }

  private static void write(String serial, int at, String text) {
    machine.ok("printf '%s' | dd of=%s bs=1 seek=%d conv=fsync".formatted(text, disk(serial), at));
  }

  /** As nodeadm does; and what the folder held is not mixed into it. */
  @Test
  @Order(2)
  void what_somebody_has_put_on_a_volume_is_seen_in_its_target_and_nothing_is_lost() {
    machine.ok("mkfs.ext4 -q " + disk("foreign") + " && mkdir -p /other /srv/taken");
    machine.ok("mount " + disk("foreign") + " /other && echo pulled >/other/image");
    fill("/other/odd", 1);
    String before = digest("/other");
    refused("foreign", "mounted at /other");
    assertThat(digest("/other")).isEqualTo(before);
    machine.ok("umount /other && echo beneath >/srv/taken/file");
    assertThat(machine.ok(order("foreign", "=/srv/taken")))
        .contains("is shown with what it holds", "which stays below it");
    assertThat(
            machine.ok(
                "cat /srv/taken/image; findmnt -no FSTYPE /srv/taken; ls /srv/taken/file; :"))
        .startsWith("pulled\next4\n")
        .contains("No such file");
    assertThat(digest("/srv/taken")).isEqualTo(before);
    // Once more: there is nothing to do.
    assertThat(machine.ok(order("foreign", "=/srv/taken"))).contains("/srv/taken lies on");
    assertThat(digest("/srv/taken")).isEqualTo(before);
    machine.ok(
        "umount /srv/taken && grep beneath /srv/taken/file && systemctl start srv-taken.mount");
  }

  /** As a snapshot of ours does, or the volume of a machine that was replaced. */
  @Test
  @Order(3)
  void an_empty_file_system_is_filled_and_a_new_machine_finds_what_the_old_one_has_put_there() {
    machine.ok(
        "mkfs.xfs -q " + disk("empty") + " && mkdir -p /srv/moved && echo kept >/srv/moved/file");
    machine.ok(order("empty", "=/srv/moved"));
    assertThat(machine.ok("cat /srv/moved/file; findmnt -no FSTYPE /srv/moved"))
        .isEqualTo("kept\nxfs");
    machine.ok(
        "echo later >/srv/moved/late; systemctl disable -q --now srv-moved.mount;"
            + " rm /etc/systemd/system/srv-moved.mount; systemctl daemon-reload;"
            + " rm -r /srv/moved/* && echo fresh >/srv/moved/file");
    machine.ok(order("empty", "=/srv/moved"));
    assertThat(machine.ok("cat /srv/moved/file /srv/moved/late")).isEqualTo("kept\nlater");
  }

  private static void refused(String serial, String words) {
    Shell.Said said = machine.sh(order(serial, "=/srv/x"));
    assertThat(said.text()).contains(FOREIGN).contains(words).contains("/dev/");
    assertThat(said.code()).isEqualTo(1);
    assertThat(machine.sh("findmnt /srv/x").code()).isEqualTo(1);
  }

  /** The images of the boot lab are what an image for EKS has pulled before. */
  @Test
  @Order(4)
  void containerds_folder_moves_with_its_images_and_runs_containers_and_sandboxes_from_them() {
    // What a daemon writes when it starts again is no loss.
    machine.ok("systemctl stop containerd");
    fill("/var/lib/containerd/odd", 1);
    fill("/srv/second", 1);
    String before = digest("/var/lib/containerd") + digest("/srv/second");
    machine.ok(order("xfs", "=/var/lib/containerd:/srv/second"));
    assertThat(digest("/var/lib/containerd") + digest("/srv/second")).isEqualTo(before);
    assertThat(machine.ok("findmnt -no FSTYPE /var/lib/containerd; findmnt -no FSTYPE /srv/second"))
        .isEqualTo("xfs\nxfs");
    // Holes stay holes.
    assertThat(Integer.parseInt(machine.ok("du -sm /srv/second | cut -f1"))).isLessThan(20);
    machine.ok("systemctl start containerd");
    machine.ok(
        "ctr -n k8s.io run -d localhost/kubernetes/pause:latest p && ctr -n k8s.io task ls | grep RUNNING");
    machine.ok(
        "ctr -n k8s.io task kill -s KILL p; sleep 1; ctr -n k8s.io container rm p; systemctl stop containerd");
    // Over CRI, by a containerd of its own on these files.
    assertThat(machine.sh("nodeready verify-image --only IMAGE_SANDBOX_FAILED").text())
        .contains("a pod sandbox")
        .doesNotContain("IMAGE_SANDBOX_FAILED", "not looked at");
    // Once more: there is nothing to do.
    assertThat(machine.ok(order("xfs", "=/var/lib/containerd:/srv/second")))
        .contains("/srv/second lies on");
  }

  @Test
  @Order(5)
  void killed_in_the_copy_it_is_finished_by_the_next_run() {
    fill("/srv/killed", 120);
    String before = digest("/srv/killed");
    machine.ok("systemctl start containerd");
    machine.ok(
        "("
            + order("ext4", ",ext4=/srv/killed")
            + " >/dev/null 2>&1 &);"
            + COPYING.formatted("killed")
            + "; ! systemctl -q is-active containerd && systemctl kill -s KILL "
            + UNIT);
    // Nobody has to come for what was stopped.
    machine.await(30, "systemctl -q is-active containerd");
    machine.ok("systemctl stop containerd; ! pgrep -x cp");
    assertThat(machine.sh("findmnt /srv/killed").code()).isEqualTo(1);
    assertThat(digest("/srv/killed")).isEqualTo(before);
    machine.ok(order("ext4", ",ext4=/srv/killed"));
    assertThat(machine.ok("findmnt -no FSTYPE /srv/killed")).isEqualTo("ext4");
    assertThat(digest("/srv/killed")).isEqualTo(before);
  }

  /** Seen: what was stopped for it stayed so until its next run. */
  @Test
  @Order(6)
  void a_command_by_hand_that_is_killed_leaves_the_work_to_its_unit() {
    fill("/srv/left", 60);
    String before = digest("/srv/left");
    machine.ok("systemctl start containerd");
    machine.ok(
        "("
            + order("ext4", ",ext4=/srv/killed:/srv/left")
            + " >/dev/null 2>&1 &);"
            + COPYING.formatted("left")
            + "; pkill -KILL -f 'dev[.]nodeready[.]Main disks none'");
    machine.await(100, "findmnt /srv/left && systemctl -q is-active containerd");
    assertThat(digest("/srv/left")).isEqualTo(before);
    machine.ok("systemctl stop containerd");
  }

  @Test
  @Order(7)
  void a_volume_that_is_attached_late_is_waited_for() {
    machine.ok("mkdir -p /srv/late && echo kept >/srv/late/file");
    machine.ok(
        "("
            + order("late", "=/srv/late")
            + " >/run/late.out 2>&1; echo $? >/run/late.code) & sleep 3");
    machine.plug("late=400M");
    machine.await(60, "test -s /run/late.code");
    assertThat(machine.ok("cat /run/late.out /run/late.code")).endsWith("0");
    assertThat(machine.ok("cat /srv/late/file; findmnt -no FSTYPE /srv/late"))
        .isEqualTo("kept\nxfs");
  }

  @Test
  @Order(8)
  void an_nvme_controller_tells_who_it_is() throws IOException {
    String name = "dev/nodeready/disks/NvmeAsk.class";
    byte[] program;
    try (var in = VolumesIT.class.getClassLoader().getResourceAsStream(name)) {
      program = in.readAllBytes();
    }
    machine.ok(
        "mkdir -p /run/ask/dev/nodeready/disks && echo %s | base64 -d >/run/ask/%s"
            .formatted(Base64.getEncoder().encodeToString(program), name));
    String ask =
        "/usr/lib/nodeready/runtime/bin/java --enable-native-access=ALL-UNNAMED"
            + " -cp /usr/lib/nodeready/lib/nodeready.jar:/usr/lib/nodeready/lib/libraries.jar:/run/ask dev.nodeready.disks.NvmeAsk ";
    assertThat(machine.ok(ask + "/dev/nvme0n1"))
        .contains("serial=vol1, model=QEMU NVMe Ctrl, attachedAs=]");
    assertThat(machine.ok(ask + disk("xfs"))).isEqualTo("Optional.empty");
  }

  @Test
  @Order(9)
  void a_power_cut_in_the_copy_loses_nothing_and_a_reboot_needs_nobody() {
    fill("/srv/cut", 120);
    String before = digest("/srv/cut");
    String moved = digest("/srv/second");
    machine.ok(
        """
        cat >/etc/systemd/system/reader.service <<'END'
        [Service]
        ExecStart=/usr/bin/findmnt -no FSTYPE /srv/second
        [Install]
        WantedBy=multi-user.target
        END
        systemctl enable -q reader; sync
        """);
    machine.ok("(" + order("cut", "=/srv/cut") + " >/dev/null 2>&1 &);" + COPYING.formatted("cut"));
    machine.powerCut();
    // What was moved before is there again without us.
    assertThat(machine.ok("findmnt -no FSTYPE /var/lib/containerd; findmnt -no FSTYPE /srv/killed"))
        .isEqualTo("xfs\next4");
    assertThat(digest("/srv/second")).isEqualTo(moved);
    // Nor does a service that says nothing of the folder.
    assertThat(machine.ok("journalctl -b -o cat -u reader")).contains("xfs");
    assertThat(machine.sh("findmnt /srv/cut").code()).isEqualTo(1);
    assertThat(digest("/srv/cut")).isEqualTo(before);
    machine.ok(order("cut", "=/srv/cut"));
    assertThat(machine.ok("findmnt -no FSTYPE /srv/cut")).isEqualTo("xfs");
    assertThat(digest("/srv/cut")).isEqualTo(before);
    assertThat(machine.sh("nodeready doctor --only HOST_MOUNT_MISSING").code()).isZero();
    machine.ok("umount /srv/cut");
    assertThat(machine.sh("nodeready doctor --only HOST_MOUNT_MISSING").text())
        .contains("/srv/cut is not mounted");
  }

  @Test
  @Order(10)
  void a_boot_sets_up_the_volumes_of_its_configuration() {
    machine.ok(
        "mkdir -p /srv/boot && echo kept >/srv/boot/file; cat >"
            + Layer.CONFIG
            + "50-volumes.yaml <<'END'\n"
            + Layer.config(
                "cluster: {name: c, apiServerEndpoint: 'https://192.0.2.1', certificateAuthority: Y2E=, cidr: 10.100.0.0/16}\ninstance: {storage: {volumes: [{device: "
                    + disk("late")
                    + ", mountTargets: [/srv/late, /srv/boot]}]}}")
            + "END\n");
    machine.ok("nodeready init -c file://" + Layer.CONFIG + " --only resolve,local-disks");
    assertThat(machine.ok("cat /srv/boot/file; findmnt -no FSTYPE /srv/boot"))
        .isEqualTo("kept\nxfs");
  }
}
