package dev.nodeready.lab;

import static dev.nodeready.lab.Guest.JOINED;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Boots of a machine with the package installed that nothing goes wrong in, and boots after them.
 */
@InBootLab
@Timeout(300)
class BootIT {
  @TempDir private Path folder;

  @Test
  void a_plain_boot_joins_and_starts_each_daemon_once() {
    try (Guest guest = Guest.boot(Lab.get().node())) {
      guest.await(30, JOINED);

      assertThat(guest.starts("containerd")).isEqualTo(1);
      assertThat(guest.starts("kubelet")).isEqualTo(1);
      assertThat(guest.ok("cat /run/nodeready/status.json")).contains("\"succeeded\"");
      assertThat(guest.journal().lines().count()).as(guest.journal()).isLessThanOrEqualTo(25);
      assertThat(guest.ok("systemctl --failed --no-legend")).isEmpty();
      accusesNoPart(guest);
      isTold(guest);
      isBundled(guest);
      closedFoldersAreNotSaidToBeMissing(guest);
    }
  }

  private static void closedFoldersAreNotSaidToBeMissing(Guest guest) {
    String nobody = "setpriv --reuid=65534 --regid=65534 --clear-groups ";
    guest.ok("mkdir -p /srv/closed/root; chmod 700 /srv/closed");
    assertThat(guest.sh(nobody + "nodeready status --root /srv/closed/root").text())
        .contains("this user may not look into /srv/closed; run it with sudo")
        .doesNotContain("mkdir");
  }

  /** The cluster of these boots is none, so that nothing is asked of it here. */
  private static void accusesNoPart(Guest guest) {
    for (String area : List.of("HOST", "CONTAINERD", "CRI", "IMAGE", "KUBELET")) {
      Shell.Said found = guest.sh("nodeready doctor --only " + area);
      assertThat(found.code()).as(found.text()).isZero();
      assertThat(found.text()).startsWith("nothing is wrong");
    }
  }

  /** A machine that is well has no findings, whoever asks. */
  static void accusesNobody(Guest guest) {
    assertThat(guest.sh("setpriv --reuid=65534 --clear-groups nodeready doctor").text())
        .startsWith("nothing is wrong")
        .contains("only root may");
    Shell.Said found = guest.sh("nodeready doctor");
    assertThat(found.code()).as(found.text()).isZero();
    assertThat(found.text()).startsWith("nothing is wrong");
  }

  /** The record of a boot, and what is made from it. */
  private static void isTold(Guest guest) {
    assertThat(guest.ok("nodeready boots")).containsPattern("\n +1 .* boot .* succeeded");
    assertThat(guest.ok("nodeready analyze"))
        .contains("start of nodeready", "containerd.service", "kubelet.service")
        .contains("containerd loads its plugins", "containerd recovers what ran")
        .contains("runtime/await-cri", "local-fs.target");
    // The text leaves out what took less than 20 ms; JSON has all.
    assertThat(guest.ok("nodeready analyze -o json")).contains("systemd-journald.service");
    assertThat(guest.ok("nodeready analyze critical-path -o json"))
        .contains("start of nodeready", "runtime/await-cri");
    assertThat(guest.ok("nodeready analyze -o svg")).startsWith("<svg").endsWith("</svg>");
    // What an old boot is told from: the record alone.
    assertThat(guest.ok("cat /var/lib/nodeready/boots/000001.jsonl"))
        .contains("\"event\":\"machine\"", "\"unit\":\"containerd.service\",\"started\":");
  }

  private static void isBundled(Guest guest) {
    guest.ok("echo 'kubelet: password=hunter2' | systemd-cat -t kubelet; journalctl --sync");
    guest.ok("cd /run; nodeready bundle -o b.tar.gz; mkdir b; tar xzf b.tar.gz -C b");
    assertThat(guest.ok("stat -c %a /run/b.tar.gz")).isEqualTo("600");
    assertThat(guest.sh("grep -r hunter2 /run/b").text()).isEmpty();
    assertThat(guest.ok("cat /run/b/*/CONTENTS.txt"))
        .contains("journal/containerd.log", "containerd/images.txt", "network/routes.txt")
        .contains("files/etc/containerd/config.toml", "files/var/lib/nodeready/boots/000001.jsonl");
    assertThat(guest.ok("cat /run/b/*/containerd/images.txt")).contains("pause");
    assertThat(guest.ok("cat /run/b/*/status.txt")).startsWith("state:       succeeded");
    assertThat(guest.ok("cat /run/b/*/cri/status.txt")).contains("RuntimeReady: true");
    assertThat(
            guest.ok(
                "setpriv --reuid=65534 --regid=65534 --clear-groups nodeready bundle -o - | tar xzO"))
        .contains("state:       succeeded", "files/var/lib/nodeready/boots: permission denied");
  }

  /** More of them, with their times: {@code src/bench/boots 100}. */
  @RepeatedTest(9)
  void boot_after_boot_joins_at_the_first_try() {
    try (Guest guest = Guest.boot(Lab.get().node())) {
      guest.await(30, JOINED);

      assertThat(guest.property("nodeready.service", "NRestarts")).isEqualTo("0");
      assertThat(guest.starts("containerd")).isEqualTo(1);
      assertThat(guest.starts("kubelet")).isEqualTo(1);
    }
  }

  @Test
  void the_order_of_a_boot_is_the_promised_one() {
    try (Guest guest = Guest.boot(Lab.get().node())) {
      guest.await(30, JOINED);

      long config = guest.millis("nodeready-runtime-config.service", "ActiveEnter");
      long containerd = guest.millis("containerd.service", "InactiveExit");
      long kubelet = guest.millis("kubelet.service", "InactiveExit");
      long joined = guest.millis("nodeready.service", "ActiveEnter");
      assertThat(guest.millis("nodeready.service", "InactiveExit"))
          .as("starts before the basic system is up")
          .isLessThan(guest.millis("basic.target", "ActiveEnter"));
      assertThat(config).isLessThanOrEqualTo(containerd);
      assertThat(guest.millis("containerd.service", "ActiveEnter")).isLessThan(kubelet);
      assertThat(kubelet).isLessThan(joined);
    }
  }

  @Test
  void containerd_enabled_at_boot_too_starts_once_and_with_its_configuration() {
    Layer enabled =
        new Layer(folder)
            .withUnit(
                "also-containerd.service",
                """
                [Unit]
                Requires=containerd.service
                [Service]
                Type=oneshot
                RemainAfterExit=yes
                ExecStart=/bin/true
                """);
    try (Guest guest = Guest.boot(Lab.get().node(enabled))) {
      guest.await(30, JOINED);

      assertThat(guest.starts("containerd")).isEqualTo(1);
    }
  }

  @Test
  void a_second_run_restarts_and_rewrites_nothing() {
    try (Guest guest = Guest.boot(Lab.get().node())) {
      guest.await(30, JOINED);
      String before = fingerprint(guest);

      guest.ok("sleep 1; systemctl restart nodeready.service");

      assertThat(fingerprint(guest)).isEqualTo(before);
      keepsNoRecordAndGoesOn(guest, "size=8k", "head -c 1M /dev/zero >$d/full || :");
      keepsNoRecordAndGoesOn(guest, "ro", ":");
    }
  }

  /** A disk that is full, and one that is read-only. */
  private static void keepsNoRecordAndGoesOn(Guest guest, String options, String then) {
    guest.ok(
        "d=/var/lib/nodeready/boots; mount -t tmpfs -o %s,mode=700 none $d; %s"
            .formatted(options, then));
    guest.ok("systemctl restart nodeready.service");

    assertThat(guest.status()).contains("\"succeeded\"");
    assertThat(guest.journal()).contains("the boot goes on without its record");
    guest.ok("umount /var/lib/nodeready/boots; journalctl --rotate --vacuum-time=1s");
  }

  @Test
  void a_joined_node_boots_again_with_no_registry_and_no_pull() {
    try (Guest guest = Guest.boot(Lab.get().node())) {
      guest.await(30, JOINED);
      guest.reboot();
      guest.await(30, JOINED);

      assertThat(guest.starts("containerd")).isEqualTo(1);
      assertThat(guest.ok("journalctl -b -q -u containerd.service | grep -c PullImage || :"))
          .isEqualTo("0");
    }
  }

  @Test
  void a_power_cut_at_any_point_is_followed_by_a_boot_that_joins() {
    try (Guest guest = Guest.beginBoot(Lab.get().node())) {
      for (String point :
          new String[] {
            "[ -e /run/nodeready/status.json ]",
            "[ -e /etc/containerd/config.toml ]",
            "[ -e /run/nodeready/runtime-config.done ]",
            "[ -e /run/containerd/containerd.sock ]"
          }) {
        guest.await(30, point);
        guest.powerCut();
      }
      guest.await(40, JOINED);
    }
  }

  @Test
  void a_second_run_is_refused_while_the_first_is_on_and_one_that_is_killed_keeps_its_record() {
    Layer gate =
        new Layer(folder)
            .withDropIn(
                "containerd.service",
                "[Service]\nExecStartPre=/bin/sh -c \"until [ -e /run/go ]; do sleep 0.02; done\"\n")
            .withDropIn("nodeready.service", "[Service]\nRestartSec=100ms\n");
    try (Guest guest = Guest.beginBoot(Lab.get().node(gate))) {
      guest.await(20, "nodeready status | grep -q await-cri");

      Shell.Said second = guest.sh("nodeready init --config-source imds://user-data");

      assertThat(second.code()).isEqualTo(75);
      assertThat(second.text()).contains("BOOT_ALREADY_RUNNING").contains("nodeready daemon");
      assertThat(guest.sh("nodeready status").text()).contains("running", "runtime/await-cri");
      assertThat(guest.property("nodeready.service", "NRestarts")).isEqualTo("0");
      guest.ok("kill -KILL $(systemctl show -P MainPID nodeready.service); touch /run/go");
      guest.await(20, JOINED);
      hasTheRecordOfTheKilledOne(guest);
    }
  }

  private static void hasTheRecordOfTheKilledOne(Guest guest) {
    assertThat(guest.ok("nodeready boots"))
        .containsPattern("\n +1 .* boot .* died in runtime/await-cri")
        .containsPattern("\n +2 .* boot .* succeeded");
    assertThat(guest.ok("nodeready analyze --boot 1"))
        .contains("configure/kubelet-files", "runtime/await-cri (had not ended)")
        .containsPattern("waited \\d+\\.\\d+ s for the container runtime: ");
    assertThat(guest.ok("nodeready analyze critical-path"))
        .contains("boot 1", "died", "pause before another try");
  }

  private static String fingerprint(Guest guest) {
    return guest.ok(
        "systemctl show -p MainPID containerd.service kubelet.service; find /etc/containerd /etc/kubernetes /etc/eks /var/lib/kubelet"
            + " -xdev -type f -printf '%p %i %T@ %m %s\\n' 2>/dev/null | sort");
  }
}
