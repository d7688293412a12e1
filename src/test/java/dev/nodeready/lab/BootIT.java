package dev.nodeready.lab;

import static dev.nodeready.lab.Guest.JOINED;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Boots of a machine with the package installed that nothing goes wrong in, and boots after them.
 */
@Tag("lab")
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
    }
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
    }
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
  void a_second_run_at_the_same_time_is_refused_with_the_first_ones_name() {
    Layer gate =
        new Layer(folder)
            .withDropIn(
                "containerd.service",
                "[Service]\nExecStartPre=/bin/sh -c \"until [ -e /run/go ]; do sleep 0.02; done\"\n");
    try (Guest guest = Guest.beginBoot(Lab.get().node(gate))) {
      guest.await(20, "nodeready status | grep -q await-cri");

      Shell.Said second = guest.sh("nodeready init --config-source imds://user-data");

      assertThat(second.code()).isEqualTo(75);
      assertThat(second.text()).contains("BOOT_ALREADY_RUNNING").contains("nodeready daemon");
      guest.ok("touch /run/go");
      guest.await(20, JOINED);
    }
  }

  private static String fingerprint(Guest guest) {
    return guest.ok(
        "systemctl show -p MainPID containerd.service kubelet.service; find /etc/containerd /etc/kubernetes /etc/eks /var/lib/kubelet"
            + " -xdev -type f -printf '%p %i %T@ %m %s\\n' 2>/dev/null | sort");
  }
}
