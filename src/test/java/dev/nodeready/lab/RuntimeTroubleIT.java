package dev.nodeready.lab;

import static dev.nodeready.lab.Guest.JOINED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.catalogue.Code;
import dev.nodeready.doctor.Causes.On;
import dev.nodeready.doctor.Named;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Boots of a machine whose containerd comes late, fails, or goes away. */
@InBootLab
@Timeout(300)
class RuntimeTroubleIT {
  @TempDir private Path folder;

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

      assertThat(guest.starts("containerd")).isEqualTo(1);
      assertThat(guest.property("nodeready.service", "NRestarts")).isEqualTo("0");
    }
  }

  @Test
  void three_fixed_tries_lose_the_boot_that_is_waited_for_here() {
    String gate =
        "[Service]\nExecStartPre=/bin/sh -c \"until [ -e /run/go ]; do sleep 0.02; done\"\n";
    Layer tries =
        new Layer(folder)
            .withDropIn("containerd.service", gate)
            .withUnit(
                "three-tries.service",
                """
                [Unit]
                Wants=containerd.service
                [Service]
                Type=oneshot
                ExecStart=/bin/sh -c 'for try in 1 2 3; do timeout 1 ctr -n k8s.io images ls && exec systemctl start kubelet; sleep 1; done; exit 1'
                """);
    try (Guest guest = Guest.beginBoot(Lab.get().bare(tries))) {
      guest.await(60, "systemctl is-failed --quiet three-tries.service");
      guest.ok("touch /run/go");
      guest.await(20, "systemctl is-active --quiet containerd.service");

      assertThat(guest.property("kubelet.service", "ActiveState")).isEqualTo("inactive");
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
  void outlives_a_containerd_that_is_killed_during_the_pull() {
    Layer silent =
        new Layer(folder)
            .withSpec("10-image", "bootstrap: {sandboxImage: '127.0.0.1:5000/pause:1'}")
            // The kernel accepts, and nobody answers.
            .withUnit(
                "registry.socket",
                "[Unit]\nDefaultDependencies=no\n[Socket]\nListenStream=127.0.0.1:5000\n")
            .with(
                "/etc/systemd/system/registry.service",
                "[Service]\nExecStart=/bin/sleep infinity\n");
    try (Guest guest = Guest.beginBoot(Lab.get().node(silent))) {
      guest.await(30, "journalctl -b -q -u containerd.service | grep -q PullImage");
      guest.ok(
          "ctr -n k8s.io images tag localhost/kubernetes/pause:latest 127.0.0.1:5000/pause:1;"
              + " systemctl kill -s KILL --kill-who=main containerd.service");
      guest.await(40, JOINED);

      assertThat(guest.property("nodeready.service", "NRestarts")).isEqualTo("0");
      assertThat(guest.ok("cat /run/nodeready/status.json")).contains("\"flaps\" : 1");
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
      Duration took = guest.named().sinceItBegan(Code.CRI_UNIT_FAILED);
      Named.inTime(Code.CRI_UNIT_FAILED, On.SYSTEMD, "its unit fails", took, "see its last lines");

      // A daemon's words are for root: the journal has them, and the file for everybody has not.
      assertThat(guest.ok("cat /run/nodeready/status.json")).doesNotContain("its disk is on fire");
      guest.await(5, "journalctl -b -u nodeready --no-pager | grep -q 'its disk is on fire'");
      assertThat(guest.property("kubelet.service", "ActiveState")).isEqualTo("inactive");
      guest.await(15, "[ $(systemctl show --value -p NRestarts nodeready.service) -ge 1 ]");

      guest.ok("rm /etc/systemd/system/containerd.service.d/50-lab.conf; systemctl daemon-reload");
      guest.await(60, JOINED);
    }
  }
}
