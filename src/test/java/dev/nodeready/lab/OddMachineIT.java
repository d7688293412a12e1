package dev.nodeready.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Machines on which others left something odd: what a real kubelet or containerd dies of has the
 * file or setting in its verdict, and what they live with joins.
 */
@Timeout(300)
@OnControlPlane(2)
class OddMachineIT {
  private static final String DROP_INS = "/etc/kubernetes/kubelet/config.json.d/";

  @TempDir private Path folder;

  @Test
  void a_localhost_of_ipv6_alone_and_a_drop_in_that_kubelet_does_not_read_join(ControlPlane plane) {
    Member member = JoinFailsIT.plugged(plane, folder);
    member
        .files()
        .with("/etc/hosts", "::1 localhost ip6-localhost\n")
        .with(DROP_INS + "50-extra.yaml", "maxPods: 33\n");
    try (Guest guest = plane.boot(member)) {
      guest.await(60, Guest.JOINED);
      assertThat(Answer.of(guest.status()).text("state")).as(guest::story).isEqualTo("succeeded");
      assertThat(guest.journal()).contains(DROP_INS + "50-extra.yaml");
    }
  }

  /** Seen: it was missing in the cluster, and a health endpoint that is off was waited for. */
  @Test
  void a_sandbox_image_that_is_nowhere_and_a_health_endpoint_that_is_off_join_degraded(
      ControlPlane plane) {
    Member member =
        JoinFailsIT.plugged(plane, folder)
            .kubeletFlag("--healthz-port=0")
            .spec("50-image", "bootstrap: {sandboxImage: 'localhost/nowhere:1', archives: []}");
    try (Guest guest = plane.boot(member)) {
      assertThat(guest.sh("nodeready status --wait").code()).as(guest::story).isEqualTo(3);
      plane.awaitReady("n1");
      Answer status = Answer.of(guest.status());
      assertThat(status.text("state")).isEqualTo("degraded");
      assertThat(status.at("failure").text("code")).isEqualTo("IMAGE_LOCAL_ABSENT");
      assertThat(guest.property("nodeready.service", "ExecMainStatus")).isEqualTo("3");
      assertThat(guest.journal()).contains("kubelet/kubelet-healthy: unchanged, it runs");

      // Callers run under set -e, and nodeadm knows no 3.
      assertThat(guest.ok("nodeadm init -c file:///etc/eks/nodeadm.d/ 2>&1"))
          .contains("verdict: degraded, IMAGE_LOCAL_ABSENT");
    }
  }

  @Test
  void an_empty_drop_in_of_kubelets(ControlPlane plane) {
    Member member = JoinFailsIT.plugged(plane, folder);
    member.files().with(DROP_INS + "60-empty.conf", "");
    JoinFailsIT.fails(plane, member, "KUBELET_DROP_IN_BROKEN", DROP_INS + "60-empty.conf");
  }

  @Test
  void swap_that_is_on(ControlPlane plane) {
    Member member = JoinFailsIT.plugged(plane, folder);
    member
        .files()
        .with(
            "/etc/lab/swaps",
            """
            Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority
            /swapfile                               file\t\t2097148\t\t0\t\t-2
            """)
        .withDropIn(
            "nodeready.service",
            "[Service]\nExecStartPre=+/bin/mount --bind /etc/lab/swaps /proc/swaps\n");
    JoinFailsIT.fails(plane, member, "KUBELET_SWAP_ON", "/swapfile");
  }

  /** As an image that was baked with kubelet in it has it. */
  @Test
  void a_state_of_another_cpu_manager_policy_is_taken_away_and_the_machine_joins(
      ControlPlane plane) {
    String file = "/var/lib/kubelet/cpu_manager_state";
    Member member =
        JoinFailsIT.plugged(plane, folder)
            .spec(
                "50-cpus",
                "kubelet: {config: {cpuManagerPolicy: static, reservedSystemCPUs: '0'}}");
    member
        .files()
        .with(file, "{\"policyName\":\"none\",\"defaultCpuSet\":\"\",\"checksum\":1353318690}");
    try (Guest guest = plane.boot(member)) {
      guest.await(60, Guest.JOINED);
      assertThat(Answer.of(guest.status()).text("state")).as(guest::story).isEqualTo("succeeded");
      assertThat(guest.journal()).contains(file);
      assertThat(guest.ok("cat " + file)).contains("static");
    }
  }

  @Test
  void sysctls_of_a_hardened_image(ControlPlane plane) {
    Member member =
        JoinFailsIT.plugged(plane, folder)
            .spec("50-protect", "kubelet: {config: {protectKernelDefaults: true}}");
    member
        .files()
        .withDropIn(
            "nodeready.service",
            """
            [Service]
            ExecStartPre=+/bin/sh -c 'cd /proc/sys; echo 0 >vm/overcommit_memory; echo 5 >kernel/panic'
            """);
    JoinFailsIT.fails(plane, member, "KUBELET_SYSCTL_DIFFERS", "vm.overcommit_memory=1 (it is 0)");
  }

  @Test
  void control_groups_of_version_1(ControlPlane plane) {
    Member member =
        JoinFailsIT.plugged(plane, folder)
            .newestKubelet()
            .spec("50-cgroups", "kubelet: {config: {failCgroupV1: true}}");
    JoinFailsIT.fails(plane, member, "KUBELET_CGROUP_V1", "control groups");
  }

  /** containerd itself does not say which file it could not read. */
  @Test
  void a_broken_hosts_file_of_a_registry() {
    String file = "/etc/containerd/certs.d/registry.field.example/hosts.toml";
    Layer broken =
        new Layer(folder)
            .with(file, "[host.\"https://m.example\"]\n[host.\"https://m.example\"]\n")
            .with("/etc/containerd/certs.d/quay.example/host.toml", "")
            .withSpec(
                "10-image",
                "bootstrap: {sandboxImage: 'registry.field.example/pause:1', budgets: {image: 3s}}");
    try (Guest guest = Guest.beginBoot(Lab.get().node(broken))) {
      guest.await(30, "grep -q '\"permanent\"' /run/nodeready/status.json");
      Answer failure = Answer.of(guest.status()).at("failure");
      assertThat(failure.text("code")).as(guest::story).startsWith("IMAGE_");
      assertThat(failure.text("happened")).contains(file);
      assertThat(guest.journal()).contains("/etc/containerd/certs.d/quay.example/host.toml");
    }
  }
}
