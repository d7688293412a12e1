package dev.nodeready.kubelet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.catalogue.Code;
import dev.nodeready.config.kubelet.KubeletSettings;
import dev.nodeready.failure.Failure;
import dev.nodeready.host.Root;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What others left on the machine and kubelet dies of is told by the boot that starts it. */
class PreflightTest {
  private static final String HEAD =
      "kind: KubeletConfiguration\napiVersion: kubelet.config.k8s.io/v1beta1\n";
  private static final String DROP_INS = "/etc/kubernetes/kubelet/config.json.d/";

  @TempDir private Path folder;
  private Root root;

  @BeforeEach
  void machine() throws IOException {
    root = new Root(folder);
    write(KubeletPaths.CONFIG, "{\"kind\": \"KubeletConfiguration\"}");
    write(DROP_INS + "40-nodeadm.conf", HEAD);
    flags("--config-dir=/etc/kubernetes/kubelet/config.json.d");
  }

  private void write(String path, String text) throws IOException {
    Files.createDirectories(root.at(path).getParent());
    Files.writeString(root.at(path), text);
  }

  private void flags(String line) throws IOException {
    write(KubeletArguments.FILE, "NODEADM_KUBELET_ARGS=" + line);
  }

  /** What a boot finds, before the start and right behind it. */
  private Preflight.Found look() {
    Preflight.Found before = Preflight.mend(root, "v1.35.1");
    Preflight.Found behind = Preflight.look(root, "v1.35.1");
    return new Preflight.Found(
        Stream.concat(before.fatal().stream(), behind.fatal().stream()).toList(),
        Stream.concat(before.notes().stream(), behind.notes().stream()).toList());
  }

  private void expect(String code, String... words) {
    assertThat(look().fatal())
        .singleElement()
        .satisfies(failure -> {
          assertThat(failure.code()).hasToString(code);
          assertThat(failure.toLine()).contains(words);
        });
  }

  @Test
  void a_machine_that_has_none_of_it_is_content() {
    assertThat(look().fatal()).isEmpty();
    assertThat(look().notes()).isEmpty();
  }

  @Test
  void swap_that_is_on_is_named_with_its_file() throws IOException {
    write("/proc/swaps", "Filename Type Size Used Priority\n/swap.img file 2097148 0 -2\n");

    expect("KUBELET_SWAP_ON", "/swap.img", "swapoff -a", "failSwapOn: false");
  }

  @Test
  void swap_is_no_matter_where_kubelet_is_told_to_live_with_it() throws IOException {
    write("/proc/swaps", "Filename Type Size Used Priority\n/swap.img file 2097148 0 -2\n");
    write(DROP_INS + "40-nodeadm.conf", HEAD + "failSwapOn: false\n");

    assertThat(look().fatal()).isEmpty();
  }

  @Test
  void a_flag_overrides_what_the_files_say_of_swap() throws IOException {
    write("/proc/swaps", "Filename Type Size Used Priority\n/dev/zram0 partition 1 0 100\n");
    flags("--config-dir=/x \"--fail-swap-on=false\"");

    assertThat(look().fatal()).isEmpty();
  }

  @Test
  void no_swap_is_only_the_header() throws IOException {
    write("/proc/swaps", "Filename Type Size Used Priority\n");

    assertThat(look().fatal()).isEmpty();
  }

  @Test
  void sysctls_are_named_with_value_and_wanted_value() throws IOException {
    write(DROP_INS + "40-nodeadm.conf", HEAD + "protectKernelDefaults: true\n");
    write("/proc/sys/vm/overcommit_memory", "0\n");
    write("/proc/sys/kernel/panic", "5\n");
    write("/proc/sys/kernel/panic_on_oops", "1\n");

    expect(
        "KUBELET_SYSCTL_DIFFERS",
        "kernel.panic=10 (it is 5), vm.overcommit_memory=1 (it is 0)",
        "/etc/sysctl.d");
    assertThat(look().fatal().getFirst().toLine()).doesNotContain("oops");
  }

  @Test
  void sysctls_are_no_matter_where_kubelet_does_not_protect_them() throws IOException {
    write("/proc/sys/vm/overcommit_memory", "0\n");

    assertThat(look().fatal()).isEmpty();
  }

  @Test
  void more_memory_reserved_than_there_is_is_told_with_both() throws IOException {
    write("/proc/meminfo", "MemTotal:        1048576 kB\nMemFree:  1 kB\n");
    write("/proc/cpuinfo", "processor\t: 0\nprocessor\t: 1\n");
    String reserved = HEAD + "kubeReserved: {memory: 900Mi, cpu: 70m}\nevictionHard: ";
    write(DROP_INS + "40-nodeadm.conf", reserved + "{memory.available: 125Mi}\n");
    expect("KUBELET_RESERVED_TOO_MUCH", "1074790400", "1073741824");

    write(DROP_INS + "40-nodeadm.conf", reserved + "{memory.available: 12%}\n");
    assertThat(look().fatal()).isEmpty();
  }

  @Test
  void more_cores_reserved_than_there_are_is_told() throws IOException {
    write("/proc/cpuinfo", "processor\t: 0\nprocessor\t: 1\n");
    write(DROP_INS + "40-nodeadm.conf", HEAD + "systemReserved: {cpu: '2'}\n");
    assertThat(look().fatal()).isEmpty();

    write(DROP_INS + "40-nodeadm.conf", HEAD + "systemReserved: {cpu: 2001m}\n");
    expect("KUBELET_RESERVED_TOO_MUCH", "cpu");
  }

  @Test
  void control_groups_of_version_1_end_a_kubelet_of_1_35_and_no_older_one() throws IOException {
    Files.createDirectories(root.at("/sys/fs/cgroup/memory"));

    expect("KUBELET_CGROUP_V1", "failCgroupV1: false");
    assertThat(Preflight.look(root, "v1.34.2").fatal()).isEmpty();

    write(DROP_INS + "40-nodeadm.conf", HEAD + "failCgroupV1: false\n");
    assertThat(look().fatal()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " \n", "maxPods: 5\n", "a: [", "kind: KubeletConfiguration\n"})
  void a_drop_in_that_says_not_what_it_is_is_named(String text) throws IOException {
    write(DROP_INS + "60-extra.conf", text);

    expect("KUBELET_DROP_IN_BROKEN", DROP_INS + "60-extra.conf");
  }

  @Test
  void a_drop_in_whose_value_kubelet_cannot_read_is_named_with_the_field() throws IOException {
    write(DROP_INS + "60-extra.conf", HEAD + "maxPods: ten\nlogging: {verbosity: '2'}\n");

    assertThat(look().fatal())
        .extracting(Failure::toLine)
        .anyMatch(line -> line.contains("60-extra.conf") && line.contains("maxPods"))
        .anyMatch(line -> line.contains("60-extra.conf") && line.contains("logging.verbosity"))
        .hasSize(2);
  }

  @Test
  void a_field_of_a_drop_in_that_kubelet_passes_over_is_told() throws IOException {
    write(DROP_INS + "60-extra.conf", HEAD + "maxpods: 5\n");

    assertThat(look().fatal()).isEmpty();
    assertThat(look().notes()).singleElement().asString().contains("60-extra.conf", "maxPods?");
  }

  @ParameterizedTest
  @ValueSource(strings = {"50-extra.yaml", "50-extra.json", "50-extra.conf.bak"})
  void a_drop_in_of_another_name_is_told_to_be_unread(String name) throws IOException {
    write(DROP_INS + name, HEAD + "failSwapOn: false\n");
    write("/proc/swaps", "Filename Type Size Used Priority\n/swap.img file 1 0 -2\n");

    assertThat(look().notes()).singleElement().asString().contains(name, ".conf");
    expect("KUBELET_SWAP_ON", "/swap.img");
  }

  @Test
  void drop_ins_without_a_folder_among_the_flags_are_told_to_be_unread() throws IOException {
    flags("--v=2");

    assertThat(look().notes())
        .singleElement()
        .asString()
        .contains("40-nodeadm.conf", "--config-dir");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"policyName\":\"none\",\"defaultCpuSet\":\"\",\"checksum\":1}",
        "{\"policyName\":\"other\"}",
        "torn"
      })
  void the_state_of_another_policy_goes_where_no_pod_relies_on_it(String state) throws IOException {
    write(DROP_INS + "40-nodeadm.conf", HEAD + "cpuManagerPolicy: static\n");
    write("/var/lib/kubelet/cpu_manager_state", state);

    assertThat(look().notes()).singleElement().asString().contains("cpu_manager_state", "static");
    assertThat(root.at("/var/lib/kubelet/cpu_manager_state")).doesNotExist();
  }

  @Test
  void the_state_of_another_policy_stays_where_pods_are() throws IOException {
    write("/var/lib/kubelet/memory_manager_state", "{\"policyName\":\"Static\",\"checksum\":1}");
    Files.createDirectories(root.at("/var/lib/kubelet/pods/0000-1111"));

    expect(
        "KUBELET_STATE_OF_OTHER_POLICY",
        "/var/lib/kubelet/memory_manager_state",
        "memoryManagerPolicy Static",
        "None",
        "drain");
    assertThat(root.at("/var/lib/kubelet/memory_manager_state")).exists();
  }

  @Test
  void the_state_of_the_same_policy_is_left_alone() throws IOException {
    write("/var/lib/kubelet/cpu_manager_state", "{\"policyName\":\"none\",\"checksum\":1}");

    assertThat(look().notes()).isEmpty();
    assertThat(root.at("/var/lib/kubelet/cpu_manager_state")).exists();
  }

  @Test
  void a_hosts_file_without_localhost_is_told() throws IOException {
    write("/etc/hosts", "::1 localhost ip6-localhost\n10.0.0.1 quay # 127.0.0.1 localhost\n");
    assertThat(look().notes()).singleElement().asString().contains("127.0.0.1 localhost");

    write("/etc/hosts", "127.0.0.1\tlocalhost\n");
    assertThat(look().notes()).isEmpty();
  }

  @Test
  void everything_fatal_is_told_at_once() throws IOException {
    write("/proc/swaps", "Filename Type Size Used Priority\n/swap.img file 1 0 -2\n");
    write(DROP_INS + "60-empty.conf", "");

    assertThat(look().fatal())
        .extracting(Failure::code)
        .containsExactly(Code.KUBELET_DROP_IN_BROKEN, Code.KUBELET_SWAP_ON);
  }

  @Test
  void health_is_asked_where_flags_and_later_files_say() throws IOException {
    write(DROP_INS + "40-nodeadm.conf", HEAD + "healthzPort: 10\nhealthzBindAddress: 127.0.0.2\n");
    write(DROP_INS + "50-more.conf", HEAD + "healthzPort: 11\n");
    KubeletSettings files = KubeletOnMachine.settings(root, "v1.35.1");
    assertThat(files.number("healthzPort")).isEqualTo(11);
    assertThat(files.text("healthzBindAddress")).isEqualTo("127.0.0.2");

    flags("--config-dir=/x --healthz-port=0 --healthz-bind-address 127.0.0.3");
    KubeletSettings flags = KubeletOnMachine.settings(root, "v1.35.1");
    assertThat(flags.number("healthzPort")).isZero();
    assertThat(flags.text("healthzBindAddress")).isEqualTo("127.0.0.3");
  }
}
