package dev.nodeready.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.catalogue.Code;
import dev.nodeready.doctor.Causes.On;
import dev.nodeready.failure.Words;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What daemons say when they end is taken for its cause; the lines are those of real ones. */
class DaemonLogsTest {
  private static final String RUN = "E1128 12:00:00.0 812 run.go:72] \"command failed\" err=";

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "KUBELET_FLAG_UNKNOWN | \"failed to parse kubelet flag: unknown flag: --container-runtime\" |"
            + " --container-runtime",
        "KUBELET_LABEL_FORBIDDEN | \"failed to validate kubelet flags: unknown 'kubernetes.io' or"
            + " 'k8s.io' labels specified with --node-labels: [node-role.kubernetes.io/worker]\" |"
            + " [node-role.kubernetes.io/worker]",
        "KUBELET_CONFIG_REFUSED | \"failed to validate kubelet configuration, error: invalid"
            + " configuration: maxPods (-3) must not be negative\" | maxPods (-3)",
        "KUBELET_SWAP_ON | \"failed to run Kubelet: running with swap on is not supported, please"
            + " disable swap or set --fail-swap-on flag to false. /proc/swaps contained: [/swap.img]\""
            + " | /swap.img",
        "KUBELET_CGROUP_V1 | \"failed to run Kubelet: kubelet is configured to not run on a host using"
            + " cgroup v1\" | cgroup",
        "KUBELET_PORT_TAKEN | \"listen tcp 127.0.0.1:10248: bind: address already in use\" |"
            + " 127.0.0.1:10248",
        "KUBELET_FILE_MISSING | \"failed to load kubelet config file, path: /etc/k.json, error: failed"
            + " to read kubelet config file, error: open /etc/k.json: no such file or directory\" |"
            + " /etc/k.json",
        "KUBELET_FILE_MODE | \"failed to run Kubelet: open /var/lib/kubelet/pki: permission denied\" |"
            + " /var/lib/kubelet/pki",
        "CONTAINERD_CGROUP_DRIVER_DIFFERS | \"failed to run Kubelet: misconfiguration: kubelet cgroup"
            + " driver: \\\"cgroupfs\\\" is different from docker cgroup driver\" | cgroupfs",
        "HOST_LOCALHOST_UNRESOLVED | \"failed to run Kubelet: lookup localhost on 10.0.0.2:53: no such"
            + " host\" | localhost",
        "HOST_DISK_FULL | \"failed to run Kubelet: write /var/lib/kubelet/x: no space left on device\""
            + " | /var/lib/kubelet/x",
        "HOST_READ_ONLY | \"failed to run Kubelet: mkdir /var/lib/kubelet: read-only file system\" |"
            + " /var/lib/kubelet",
        "HOST_INOTIFY_SPENT | \"failed to run Kubelet: unable to create fsnotify watcher: too many"
            + " open files\" | watch",
        "KUBELET_STATE_OF_OTHER_POLICY | \"start cpu manager error: could not restore state from"
            + " checkpoint: configured policy \\\"none\\\" differs from state checkpoint policy"
            + " \\\"static\\\"\" | policy",
        "KUBELET_TAINT_INVALID | \"failed to parse kubelet flag: invalid argument for"
            + " --register-with-taints flag: invalid taint effect: Never\" | Never",
        "KUBELET_EXITED | \"failed to run Kubelet: something nobody has met\" | nobody has met"
      })
  void kubelets_last_fatal_line_is_told_by_its_cause(String code, String words, String names) {
    List<LogLine> lines =
        List.of(
            line("Started kubelet."),
            line("I1128 12:00:00.0 812 server.go] hello"),
            line(RUN + words));

    assertThat(KubeletCheck.fatal(lines))
        .hasValueSatisfying(finding -> {
          assertThat(finding.code()).hasToString(code);
          assertThat(finding.what() + finding.evidence()).contains(names);
          assertThat(Words.areFilled(finding.remedy())).as(finding.remedy()).isTrue();
        });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "CONTAINERD_METADATA_BROKEN | panic: assertion failed: Page expected to be: 23, but self"
            + " identifies as 0",
        "CONTAINERD_METADATA_BROKEN | containerd: failed to open boltdb: invalid database",
        "CONTAINERD_PORT_TAKEN | containerd: failed to get listener for metrics endpoint: listen tcp"
            + " 127.0.0.1:1338: bind: address already in use",
        "CONTAINERD_SNAPSHOTTER_UNUSABLE | level=warning msg=\"failed to load plugin\" error=\"failed to"
            + " create CRI service: failed to find snapshotter \\\"soci\\\"\" id=io.containerd.cri.v1",
        "CONTAINERD_CONFIG_REGISTRY | error=\"invalid plugin config: `mirrors` cannot be set when"
            + " `config_path` is provided\" id=io.containerd.cri.v1.images",
        "CONTAINERD_PLUGIN_FAILED | level=warning msg=\"failed to load plugin\" error=\"boom\""
            + " id=io.containerd.cri.v1.runtime type=io.containerd.cri.v1",
        "CONTAINERD_CONFIG_DUMP_FAILED | containerd: failed to load TOML from /etc/containerd/c.toml",
        "HOST_DISK_FULL | level=error msg=\"mkdir /var/lib/containerd/x: no space left on device\"",
        "HOST_SELINUX_LABEL | containerd.service: Failed at step EXEC spawning /usr/bin/containerd:"
            + " Permission denied",
        "HOST_READ_ONLY | containerd: mkdir /var/lib/containerd: read-only file system"
      })
  void containerds_log_tells_the_cause(String code, String words) {
    assertThat(Sign.in(List.of(line(words)), "log of containerd", RuntimeCheck.SIGNS))
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.code()).hasToString(code);
          assertThat(Words.areFilled(finding.remedy())).as(finding.remedy()).isTrue();
        });
  }

  /** containerd skips what a machine cannot do on every healthy start. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "level=info msg=\"skip loading plugin\" error=\"path /x (ext4) must be a btrfs filesystem:"
            + " skip plugin\" id=io.containerd.snapshotter.v1.btrfs",
        "level=info msg=\"skip loading plugin\" error=\"devmapper not configured: skip plugin\""
            + " id=io.containerd.snapshotter.v1.devmapper",
        "level=warning msg=\"failed to load plugin\" error=\"x\" id=io.containerd.tracing.v1.otlp",
        "level=error msg=\"failed to load cni during init, please check CRI plugin status\"",
        "level=info msg=\"containerd successfully booted in 0.1s\""
      })
  void what_containerd_says_at_a_healthy_start_accuses_nobody(String words) {
    assertThat(Sign.in(List.of(line(words)), "log of containerd", RuntimeCheck.SIGNS)).isEmpty();
  }

  @Test
  void a_name_that_is_reserved_is_told_while_the_runtime_answers_and_only_for_a_while() {
    LogLine reserved =
        line(
            "level=error msg=\"RunPodSandbox failed\" error=\"failed to reserve sandbox name"
                + " \\\"etcd_kube-system_1\\\": name \\\"etcd_kube-system_1\\\" is reserved for"
                + " \\\"ab12\\\"\"");
    Instant now = Instant.EPOCH.plusSeconds(300);

    assertThat(RuntimeCheck.reserved(List.of(reserved), now))
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.code()).isEqualTo(Code.CONTAINERD_NAME_RESERVED);
          assertThat(finding.what()).contains("etcd_kube-system_1");
        });
    assertThat(RuntimeCheck.reserved(List.of(reserved), now.plusSeconds(600))).isEmpty();
    Causes.proved(
        Code.CONTAINERD_NAME_RESERVED,
        On.LOG,
        "judged on containerd's line",
        "containerd keeps a name");
  }

  @Test
  void a_runtime_that_recovers_its_state_is_told_with_its_line() {
    assertThat(RuntimeCheck.recovering(List.of(line("level=info msg=\"Start recovering state\""))))
        .hasValueSatisfying(f -> assertThat(f.code()).isEqualTo(Code.CONTAINERD_RECOVERING));
    assertThat(RuntimeCheck.recovering(List.of(line("level=info msg=\"Start event monitor\""))))
        .isEmpty();
    Causes.proved(
        Code.CONTAINERD_RECOVERING,
        On.LOG,
        "judged on containerd's line",
        "containerd recovers its state");
  }

  /** Such as one with another runtime than containerd. */
  @Test
  void a_runtime_is_looked_for_where_kubelet_looks_for_it() throws Exception {
    Ill machine =
        new Ill(folder)
            .asNode()
            .with("/etc/eks/containerd-version.txt", "containerd 2.1.4")
            .withSettings("{\"containerRuntimeEndpoint\": \"unix:///run/crio/crio.sock\"}");

    assertThat(machine.diagnosis("CRI_SOCKET_ABSENT").findings().toString())
        .contains("/run/crio/crio.sock")
        .doesNotContain("containerd.sock");
  }

  @Test
  void a_runtime_that_is_away_is_told_with_what_its_log_says_first() throws Exception {
    Ill machine =
        new Ill(folder)
            .with("/etc/eks/containerd-version.txt", "containerd 2.1.4")
            .said("containerd.service", "panic: invalid page type: 4: 10");

    assertThat(machine.diagnosis("CRI_SOCKET_ABSENT").findings())
        .extracting(Finding::code)
        .containsExactly(Code.CONTAINERD_METADATA_BROKEN, Code.CRI_SOCKET_ABSENT);
  }

  private static LogLine line(String text) {
    return new LogLine(Instant.EPOCH, text);
  }
}
