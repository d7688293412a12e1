package dev.nodeready.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Boots of a machine with the package installed, each with another thing that goes wrong. */
@Tag("lab")
@Timeout(300)
class BootIT {
  private static final String JOINED = "systemctl is-active --quiet nodeready.service";
  private static final String FAILED = "systemctl is-failed --quiet nodeready.service";

  @TempDir private Path folder;

  @Test
  void a_plain_boot_joins_and_starts_each_daemon_once() {
    try (Guest guest = Guest.boot(Lab.get().node())) {
      guest.await(30, JOINED);

      assertThat(starts(guest, "containerd")).isEqualTo(1);
      assertThat(starts(guest, "kubelet")).isEqualTo(1);
      assertThat(guest.ok("cat /run/nodeready/status.json")).contains("\"succeeded\"");
      assertThat(guest.journal().lines().count()).as(guest.journal()).isLessThanOrEqualTo(25);
      assertThat(guest.ok("systemctl --failed --no-legend")).isEmpty();
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

      assertThat(starts(guest, "containerd")).isEqualTo(1);
    }
  }

  @Test
  void waits_while_containerd_is_held_and_says_so() {
    Layer gate =
        new Layer(folder)
            .withDropIn(
                "containerd.service",
                """
                [Service]
                ExecStartPre=/bin/sh -c "until [ -e /run/go ]; do sleep 0.02; done"
                """);
    try (Guest guest = Guest.beginBoot(Lab.get().node(gate))) {
      guest.await(20, "nodeready status | grep -q await-cri");
      guest.ok("sleep 8");
      assertThat(guest.property("nodeready.service", "StatusText")).contains("runtime");
      assertThat(guest.property("kubelet.service", "ActiveState")).isEqualTo("inactive");

      guest.ok("touch /run/go");
      guest.await(20, JOINED);

      assertThat(starts(guest, "containerd")).isEqualTo(1);
      assertThat(guest.property("nodeready.service", "NRestarts")).isEqualTo("0");
    }
  }

  @Test
  void waits_while_the_cri_is_not_initialized_although_containerd_is_active() {
    try (Guest guest = Guest.boot(Lab.get().node())) {
      guest.await(30, JOINED);
      Hold.prepare(guest);
      guest.rebootAtOnce();
      guest.await(30, "systemctl is-active --quiet containerd.service");
      guest.ok("sleep 8");
      assertThat(guest.property("kubelet.service", "ActiveState")).isEqualTo("inactive");
      assertThat(guest.property("nodeready.service", "ActiveState")).isEqualTo("activating");

      Hold.release(guest);
      guest.await(20, JOINED);

      assertThat(guest.property("nodeready.service", "NRestarts")).isEqualTo("0");
    }
  }

  @Test
  void outlives_a_first_start_of_containerd_that_fails() {
    Layer failing =
        new Layer(folder)
            .withDropIn(
                "containerd.service",
                """
                [Service]
                ExecStartPre=/bin/sh -c "[ -e /run/second ] || { touch /run/second; exit 1; }"
                """);
    try (Guest guest = Guest.beginBoot(Lab.get().node(failing))) {
      guest.await(40, JOINED);

      assertThat(guest.property("containerd.service", "NRestarts")).isEqualTo("1");
      assertThat(guest.property("nodeready.service", "NRestarts")).isEqualTo("0");
    }
  }

  @Test
  void outlives_a_containerd_that_is_killed_during_the_wait() {
    try (Guest guest = Guest.boot(Lab.get().node())) {
      guest.await(30, JOINED);
      Hold.prepare(guest);
      guest.rebootAtOnce();
      guest.await(30, "systemctl is-active --quiet containerd.service");
      guest.ok("systemctl kill -s KILL --kill-who=main containerd.service; sleep 1");
      guest.await(20, "systemctl is-active --quiet containerd.service");
      Hold.release(guest);
      guest.await(20, JOINED);

      assertThat(guest.property("nodeready.service", "NRestarts")).isEqualTo("0");
    }
  }

  @Test
  void a_containerd_that_failed_for_good_ends_the_boot_within_seconds_with_the_reason() {
    Layer broken =
        new Layer(folder)
            .withDropIn(
                "containerd.service",
                """
                [Service]
                ExecStartPre=/bin/sh -c "echo its disk is on fire >&2; exit 1"
                Restart=no
                """);
    try (Guest guest = Guest.beginBoot(Lab.get().node(broken))) {
      guest.await(15, "grep -q CRI_UNIT_FAILED /run/nodeready/status.json");

      assertThat(guest.ok("cat /run/nodeready/status.json")).contains("its disk is on fire");
      assertThat(guest.property("kubelet.service", "ActiveState")).isEqualTo("inactive");
      guest.await(15, "[ $(systemctl show --value -p NRestarts nodeready.service) -ge 1 ]");

      guest.ok("rm /etc/systemd/system/containerd.service.d/50-lab.conf; systemctl daemon-reload");
      guest.await(60, JOINED);
    }
  }

  @Test
  void an_invalid_configuration_ends_the_boot_for_good_and_keeps_nobody_else_from_starting() {
    Layer invalid =
        new Layer(folder)
            .with(
                "/etc/lab/imds/latest/user-data",
                "apiVersion: node.eks.aws/v1alpha1\nkind: NodeConfig\nspec: {}\n")
            .with("/etc/systemd/system/cloud-init.service", cloudInit("After=lab-net.service"))
            .withUnit("wants-cloud.service", wants("cloud-init.service"));
    try (Guest guest = Guest.beginBoot(Lab.get().node(invalid))) {
      guest.await(30, FAILED);
      guest.await(10, "systemctl is-active --quiet containerd.service");
      guest.await(10, "systemctl is-active --quiet cloud-init.service");

      assertThat(guest.property("nodeready.service", "ExecMainStatus")).isEqualTo("78");
      assertThat(guest.property("nodeready.service", "NRestarts")).isEqualTo("0");
      assertThat(guest.property("kubelet.service", "ActiveState")).isEqualTo("inactive");
    }
  }

  @Test
  void stays_between_the_stages_of_cloud_init() {
    Layer cloud =
        new Layer(folder)
            .with("/etc/systemd/system/cloud-init.service", cloudInit("After=lab-net.service"))
            .with(
                "/etc/systemd/system/cloud-final.service",
                """
                [Unit]
                DefaultDependencies=no
                After=cloud-init.service multi-user.target
                [Service]
                Type=oneshot
                RemainAfterExit=yes
                ExecStart=/bin/sh -c "sleep 1; cp /etc/late.yaml /etc/eks/nodeadm.d/50-late.yaml"
                """)
            .with("/etc/late.yaml", late())
            .withUnit("wants-cloud.service", wants("cloud-init.service cloud-final.service"));
    try (Guest guest = Guest.boot(Lab.get().node(cloud))) {
      guest.await(30, JOINED);

      assertThat(guest.millis("nodeready-config.service", "ActiveEnter"))
          .isLessThanOrEqualTo(guest.millis("cloud-init.service", "InactiveExit"));
      assertThat(guest.millis("cloud-final.service", "ActiveEnter"))
          .isLessThanOrEqualTo(guest.millis("kubelet.service", "InactiveExit"));
      assertThat(guest.ok("cat /etc/eks/kubelet/environment")).contains("late=yes");
      assertThat(guest.ok("journalctl -b -q _PID=1 | grep -ci 'ordering cycle' || :"))
          .isEqualTo("0");
    }
  }

  @Test
  void a_kubelet_that_is_enabled_as_well_does_not_start_before_us() {
    Layer stale = new Layer(folder).withUnit("stale.service", wants("kubelet.service"));
    try (Guest guest = Guest.boot(Lab.get().node(stale))) {
      guest.await(30, JOINED);

      assertThat(starts(guest, "kubelet")).isEqualTo(1);
      assertThat(guest.millis("containerd.service", "ActiveEnter"))
          .isLessThan(guest.millis("kubelet.service", "InactiveExit"));
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

      assertThat(starts(guest, "containerd")).isEqualTo(1);
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

  private static long starts(Guest guest, String unit) {
    return guest
        .ok("journalctl -b -q -o cat --no-pager _PID=1")
        .lines()
        .filter(line -> line.startsWith("Started " + unit + ".service"))
        .count();
  }

  private static String fingerprint(Guest guest) {
    return guest.ok(
        "systemctl show -p MainPID containerd.service kubelet.service; find /etc/containerd /etc/kubernetes /etc/eks /var/lib/kubelet"
            + " -xdev -type f -printf '%p %i %T@ %m %s\\n' 2>/dev/null | sort");
  }

  private static String cloudInit(String more) {
    return """
    [Unit]
    DefaultDependencies=no
    %s
    [Service]
    Type=oneshot
    RemainAfterExit=yes
    ExecStart=/bin/true
    """
        .formatted(more);
  }

  private static String wants(String units) {
    return """
    [Unit]
    Wants=%s
    DefaultDependencies=no
    [Service]
    Type=oneshot
    RemainAfterExit=yes
    ExecStart=/bin/true
    """
        .formatted(units);
  }

  private static String late() {
    return """
    apiVersion: node.eks.aws/v1alpha1
    kind: NodeConfig
    spec:
      kubelet:
        flags:
          - --node-labels=late=yes
    """;
  }
}
