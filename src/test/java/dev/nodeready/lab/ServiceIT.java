package dev.nodeready.lab;

import static dev.nodeready.lab.Guest.JOINED;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What systemd and the process say to each other: more time, signs of life, reloads. */
@InBootLab
@Timeout(300)
class ServiceIT {
  /** Holds containerd for as long as a file is there. */
  private static final String HELD =
      "[Service]\nExecStartPre=/bin/sh -c \"while [ -e /run/hold ]; do sleep 0.02; done\"\n";

  @TempDir private Path folder;

  @Test
  void a_wait_with_a_reason_may_take_longer_than_the_time_to_start() {
    Layer hasty =
        new Layer(folder)
            .withDropIn(
                "containerd.service",
                "[Service]\nExecStartPre=/bin/sh -c \"until [ -e /run/go ]; do sleep 0.02; done\"\n")
            .withDropIn("nodeready.service", "[Service]\nTimeoutStartSec=4s\n");
    try (Guest guest = Guest.beginBoot(Lab.get().node(hasty))) {
      guest.await(20, "nodeready status | grep -q await-cri");
      guest.ok("sleep 8; touch /run/go");
      guest.await(20, JOINED);

      assertThat(guest.property("nodeready.service", "NRestarts")).isEqualTo("0");
    }
  }

  @Test
  void a_reload_of_a_joined_node_changes_what_differs() {
    // The process is still at work when the node is there.
    Layer telling =
        new Layer(folder)
            .with("/etc/new", labels())
            .withSpec("60-told", "bootstrap: {onVerdict: [/bin/sleep, '4']}");
    try (Guest guest = Guest.beginBoot(Lab.get().node(telling))) {
      guest.await(30, JOINED);

      guest.ok("cp /etc/new /etc/eks/nodeadm.d/50-new.yaml; systemctl reload nodeready.service");

      assertThat(kubelet(guest)).contains("new=yes");
      assertThat(guest.starts("kubelet")).isEqualTo(2);
      assertThat(guest.starts("containerd")).isEqualTo(1);
      guest.ok(JOINED);
    }
  }

  @Test
  void a_process_that_stays_reads_again_by_its_signal_and_outlives_a_long_wait() {
    Layer changes = watched().with("/etc/new", labels() + debug());
    try (Guest guest = Guest.boot(Lab.get().node(changes))) {
      guest.await(30, JOINED);
      String process = guest.property("nodeready.service", "MainPID");
      guest.ok("sleep 7; touch /run/hold; cp /etc/new /etc/eks/nodeadm.d/50-new.yaml");

      // systemd ends the job with the signal, or with the reload where it hears of that first.
      guest.ok("systemctl reload --no-block nodeready.service");
      guest.await(20, "[ $(systemctl show -P ActiveState containerd.service) = activating ]");
      guest.ok("sleep 8; rm /run/hold");
      guest.await(20, "systemctl status nodeready.service | grep -q 'Status: .joined'");

      assertThat(kubelet(guest)).contains("new=yes");
      assertThat(guest.starts("containerd")).isEqualTo(2);
      assertThat(guest.property("nodeready.service", "MainPID")).isEqualTo(process);
      assertThat(guest.property("nodeready.service", "NRestarts")).isEqualTo("0");
    }
  }

  @Test
  void a_reload_with_an_invalid_configuration_keeps_the_last_good_state_and_tells() {
    try (Guest guest = Guest.boot(Lab.get().node(watched()))) {
      guest.await(30, JOINED);
      String process = guest.property("nodeready.service", "MainPID");
      guest.ok("echo 'apiVersion: nobody/v1' >/etc/eks/nodeadm.d/50-new.yaml");

      guest.ok("systemctl reload nodeready.service");
      guest.await(20, "systemctl status nodeready.service | grep -q 'not reloaded: CONFIG_'");

      assertThat(guest.property("nodeready.service", "MainPID")).isEqualTo(process);
      assertThat(guest.property("nodeready.service", "ActiveState")).isEqualTo("active");
      assertThat(guest.ok("nodeready status")).contains("not reloaded: CONFIG_", "ready");
      guest.ok(JOINED);
      guest.ok("rm /etc/eks/nodeadm.d/50-new.yaml; systemctl reload nodeready.service");
      guest.await(20, "systemctl show -P StatusText nodeready.service | grep -qx joined");
      assertThat(guest.starts("kubelet")).isEqualTo(1);
      guest.await(20, "nodeready status | grep -q '^watch: *all is well'");
    }
  }

  @Test
  void a_stop_leaves_the_unit_inactive_and_not_failed() {
    try (Guest guest = Guest.boot(Lab.get().node(watched()))) {
      guest.await(30, JOINED);

      guest.ok("systemctl stop nodeready.service");
      assertThat(guest.property("nodeready.service", "ActiveState")).isEqualTo("inactive");

      guest.ok("touch /run/hold; systemctl stop containerd.service");
      guest.ok("systemctl start --no-block nodeready.service");
      guest.await(20, "nodeready status | grep -q '^at: *runtime/await-cri'");
      guest.ok("systemctl stop nodeready.service");
      assertThat(guest.property("nodeready.service", "ActiveState")).isEqualTo("inactive");
      assertThat(guest.ok("nodeready status; test $? = 75")).contains("stopped");
    }
  }

  @Test
  void a_reload_that_has_to_wait_is_not_cut() {
    Layer hasty =
        new Layer(folder)
            .withDropIn("containerd.service", HELD)
            .withDropIn("nodeready.service", "[Service]\nTimeoutStartSec=4s\n")
            .with("/etc/new", labels() + debug());
    try (Guest guest = Guest.boot(Lab.get().node(hasty))) {
      guest.await(30, JOINED);
      guest.ok("touch /run/hold; cp /etc/new /etc/eks/nodeadm.d/50-new.yaml");

      guest.ok("(sleep 9; rm /run/hold) & systemctl reload nodeready.service");

      assertThat(kubelet(guest)).contains("new=yes");
      assertThat(guest.property("nodeready.service", "StatusText")).isEqualTo("joined");
    }
  }

  @Test
  void a_process_that_stays_and_gets_stuck_is_started_anew() {
    try (Guest guest = Guest.boot(Lab.get().node(watched()))) {
      guest.await(30, JOINED);

      guest.ok("kill -STOP $(systemctl show -P MainPID nodeready.service)");
      guest.await(60, "[ $(systemctl show -P NRestarts nodeready.service) = 1 ]");
      guest.await(30, JOINED);

      assertThat(guest.starts("kubelet")).isEqualTo(1);
      assertThat(guest.ok("journalctl -b -q _PID=1")).contains("Watchdog timeout");
    }
  }

  private Layer watched() {
    return new Layer(folder)
        .withDropIn("containerd.service", HELD)
        .withDropIn(
            "nodeready.service",
            """
            [Service]
            WatchdogSec=3s
            ExecStart=
            ExecStart=/usr/lib/nodeready/bin/nodeready daemon --stay --config-source imds://user-data --config-source file:///etc/eks/nodeadm.d/
            """);
  }

  private static String kubelet(Guest guest) {
    return guest.ok("tr '\\0' ' ' </proc/$(systemctl show -P MainPID kubelet.service)/cmdline");
  }

  private static String labels() {
    return """
    apiVersion: node.eks.aws/v1alpha1
    kind: NodeConfig
    spec:
      kubelet:
        flags:
          - --node-labels=new=yes
    """;
  }

  /** What containerd has to be restarted for. */
  private static String debug() {
    return """
      containerd:
        config: |
          [debug]
          level = "info"
    """;
  }
}
