package dev.nodeready.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.Eventually;
import dev.nodeready.Needs;
import dev.nodeready.Ports;
import dev.nodeready.catalogue.Code;
import dev.nodeready.cri.Containerd;
import dev.nodeready.cri.PrivateContainerd;
import dev.nodeready.doctor.Causes.On;
import dev.nodeready.host.Commands;
import dev.nodeready.host.Privileges;
import dev.nodeready.node.RealPart;
import dev.nodeready.retry.Time;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A real kubelet is made to end in each way that it does by itself, and the cause is named: with
 * flags and settings of its own, and on a machine that others have set up, whose files and sysctls
 * it sees in a mount namespace.
 */
class RealKubeletCausesIT {
  private static final String HEAD =
      """
      kind: KubeletConfiguration
      apiVersion: kubelet.config.k8s.io/v1beta1
      authentication: {webhook: {enabled: false}, anonymous: {enabled: true}}
      authorization: {mode: AlwaysAllow}
      makeIPTablesUtilChains: false
      cgroupsPerQOS: false
      enforceNodeAllocatable: []
      healthzPort: 0
      """;

  /** Has no network but its own, so that nothing of it reaches the machine's. */
  private static final List<String> APART = List.of("unshare", "--mount", "--net");

  /** Its mounts end with it. */
  private static final List<String> ON_THE_NETWORK = List.of("unshare", "--mount");

  /** Whose limits on inotify may be set without those of the machine. */
  private static final List<String> AS_ANOTHER_USER =
      List.of("unshare", "--mount", "--net", "--user", "--map-root-user");

  private static PrivateContainerd containerd;

  @TempDir private Path folder;

  /** Without a runtime kubelet ends before it looks at anything else. */
  @BeforeAll
  static void startContainerd() throws Exception {
    containerd = PrivateContainerd.prepare(Containerd.V1, "localhost/berth/pause:3.10").start();
    Eventually.until("containerd is ready", containerd::isReady);
  }

  @AfterAll
  static void stopContainerd() throws Exception {
    containerd.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "KUBELET_FLAG_UNKNOWN | --container-runtime=remote | | --container-runtime",
        "KUBELET_LABEL_FORBIDDEN | --node-labels=node-role.kubernetes.io/worker= | |"
            + " node-role.kubernetes.io/worker",
        "KUBELET_TAINT_INVALID | --register-with-taints=a=b:Never | | Never",
        "KUBELET_CONFIG_REFUSED | | maxPods: -3 | maxPods",
        "KUBELET_CONFIG_REFUSED | | featureGates: {NoSuchGate: true} | NoSuchGate",
        "KUBELET_RESERVED_TOO_MUCH | | kubeReserved: {memory: 900Ti} | memory",
        "KUBELET_EXITED | --container-runtime-endpoint=unix:///nonexistent/c.sock | | last words",
        "KUBELET_FILE_MISSING | --config=/nonexistent/kubelet.yaml | | /nonexistent/kubelet.yaml",
        "KUBELET_FILE_MISSING | | 'authentication: {x509: {clientCAFile: /nonexistent/ca.crt}}' |"
            + " /nonexistent/ca.crt",
      })
  void what_ends_it_is_named(Code code, String flag, String setting, String names)
      throws Exception {
    needsRoot();
    List<String> line = kubelet(setting == null ? "" : setting);
    if (flag != null) {
      line.removeIf(word -> flag.startsWith("--config=") && word.startsWith("--config="));
      line.add(flag);
    }

    finds(code, in(ON_THE_NETWORK, ":", line), names, flag == null ? setting : flag);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "KUBELET_SWAP_ON | printf 'Filename Type Size Used Priority\\n/swapfile file 9 0 -2\\n' >swaps;"
            + " mount --bind swaps /proc/swaps | failSwapOn: true | swap",
        "KUBELET_SYSCTL_DIFFERS | echo 0 >panic; mount --bind panic /proc/sys/kernel/panic |"
            + " protectKernelDefaults: true | kernel/panic",
        "KUBELET_STATE_OF_OTHER_POLICY | mkdir root;"
            + " echo '{\"policyName\":\"none\",\"defaultCpuSet\":\"\",\"checksum\":1353318690}'"
            + " >root/cpu_manager_state | 'cpuManagerPolicy: static\nreservedSystemCPUs: \"0\"' | none",
        "KUBELET_STATE_OF_OTHER_POLICY | mkdir root; echo torn >root/cpu_manager_state | |"
            + " cpu_manager_state",
        "KUBELET_FILE_MODE | chmod 0 kubelet.yaml; chown 65534 kubelet.yaml;"
            + " as='setpriv --bounding-set=-dac_override,-dac_read_search' | | kubelet.yaml",
        "HOST_READ_ONLY | mkdir root; mount -t tmpfs -o ro tmpfs root | | /root",
        "HOST_DISK_FULL | mkdir root; mount -t tmpfs -o size=4k tmpfs root; echo x >root/ballast | |"
            + " /root",
      })
  void what_it_finds_on_the_machine_is_named(Code code, String made, String setting, String names)
      throws Exception {
    needsRoot();
    String set = setting == null ? "" : setting;

    finds(code, in(APART, made, kubelet(set)), names, made + " " + set);
  }

  @Test
  void watches_that_are_all_taken_are_named() throws Exception {
    needsRoot();
    String none = "echo 0 >/proc/sys/user/max_inotify_instances";
    List<String> kubelet = kubelet("featureGates: {KubeletInUserNamespace: true}");

    finds(Code.HOST_INOTIFY_SPENT, in(AS_ANOTHER_USER, none, kubelet), "inotify", none);
  }

  @Test
  void control_groups_of_version_1_are_named() throws Exception {
    Needs.that(
        !Files.exists(Path.of("/sys/fs/cgroup/cgroup.controllers")),
        "this machine has control groups of version 2; those of version 1 are needed");

    finds(Code.KUBELET_CGROUP_V1, kubelet("failCgroupV1: true"), "version 1", "failCgroupV1: true");
  }

  @Test
  void a_port_that_another_program_has_is_named() throws Exception {
    needsRoot();
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = "address: 127.0.0.1\nport: " + other.getLocalPort();

      finds(
          Code.KUBELET_PORT_TAKEN,
          in(ON_THE_NETWORK, ":", kubelet(port)),
          "127.0.0.1:" + other.getLocalPort(),
          "a listener on kubelet's port");
    }
  }

  private static void needsRoot() {
    Needs.that(Privileges.own().mayMount(), "this needs namespaces: run it as root");
  }

  /** Its command line, with settings more than those of a kubelet that leaves the machine alone. */
  private List<String> kubelet(String settings) throws Exception {
    Path config = folder.resolve("kubelet.yaml");
    String runtime = "containerRuntimeEndpoint: unix://" + containerd.endpoint().socket() + "\n";
    String head =
        settings.startsWith("authentication") ? HEAD.replaceAll("authentication.*\n", "") : HEAD;
    Files.writeString(config, head + runtime + settings + "\n");
    return new ArrayList<>(
        List.of(
            RealPart.KUBELET.program("kubelet"),
            "--root-dir=" + folder.resolve("root"),
            "--cert-dir=" + folder.resolve("pki"),
            "--hostname-override=berth",
            "--config=" + config));
  }

  /** The same in namespaces of its own that a line of shell has prepared. */
  private List<String> in(List<String> namespaces, String made, List<String> line) {
    List<String> words = new ArrayList<>(namespaces);
    String script = "cd \"$0\"; as=; " + made + "; exec $as \"$@\"";
    words.addAll(List.of("sh", "-euc", script, folder.toString()));
    words.addAll(line);
    return words;
  }

  private void finds(Code code, List<String> line, String names, String how) throws Exception {
    Commands.Result ended = new Commands(Map.of()).run(Duration.ofSeconds(30), line);
    String said = ended.errors();
    assertThat(ended.ok()).isFalse();
    long begun = Time.SYSTEM.nanos();

    Ill machine = new Ill(folder).asNode().said("kubelet.service", said.split("\n"));
    machine.withSettings("{\"healthzPort\": " + Ports.free() + "}");
    List<Finding> found = machine.diagnosis(List.of(KubeletCheck.check())).findings();
    assertThat(found)
        .as(said)
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.code()).isEqualTo(code);
          assertThat(finding.what()).contains(names);
          assertThat(finding.isSure()).isTrue();
        });
    Duration took = Duration.ofNanos(Time.SYSTEM.nanos() - begun);
    String what = found.getFirst().what().replace(folder.toString(), "");
    Causes.proved(code, On.KUBELET, how, took, what);
  }
}
