package dev.nodeready.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostFactsTest {
  @TempDir Path folder;

  private void file(String path, String text) throws IOException {
    Path place = folder.resolve(path);
    Files.createDirectories(place.getParent());
    Files.writeString(place, text);
  }

  private void cpu(String path) throws IOException {
    Files.createDirectories(folder.resolve(path));
  }

  private int millicores() throws IOException {
    return new CpuTopology(folder.resolve("cpu"), folder.resolve("node")).millicores();
  }

  @Test
  void counts_the_cpus_of_all_numa_nodes_that_are_online() throws IOException {
    cpu("node/node0/cpu0");
    cpu("node/node0/cpu1");
    cpu("node/node1/cpu2");
    cpu("node/node1/cpu10");
    cpu("node/node2");
    cpu("node/node0/cpulist");
    file("cpu/online", "0-1,10\n");

    assertThat(millicores()).isEqualTo(3000);
  }

  @Test
  void without_the_online_file_all_cpus_count() throws IOException {
    cpu("node/node0/cpu0");
    cpu("node/node0/cpu1");

    assertThat(millicores()).isEqualTo(2000);
  }

  @Test
  void without_numa_nodes_the_cpu_folder_counts() throws IOException {
    cpu("cpu/cpu0");
    cpu("cpu/cpu1");
    cpu("cpu/cpuidle");
    file("cpu/online", "0");

    assertThat(millicores()).isEqualTo(2000);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "3-1", "0-", "0,,1", "99999"})
  void nonsense_about_what_is_online_is_refused(String online) throws IOException {
    cpu("node/node0/cpu0");
    file("cpu/online", online);

    assertThatThrownBy(this::millicores).isInstanceOf(IOException.class);
  }

  @Test
  void sums_the_memory_blocks_that_are_online() throws IOException {
    file("memory/block_size_bytes", "8000000\n");
    file("memory/memory0/online", "1\n");
    file("memory/memory1/online", "0\n");
    file("memory/memory12/online", "1\n");

    assertThat(new MemoryBlocks(folder.resolve("memory")).bytes()).isEqualTo(2L * 0x8000000);
  }

  @Test
  void finds_nvidia_devices() throws IOException {
    assertThat(new PciDevices(folder.resolve("pci")).hasNvidia()).isFalse();
    file("pci/0000:00:01.0/vendor", "0x1d0f\n");
    Files.createDirectories(folder.resolve("pci/0000:00:02.0"));
    assertThat(new PciDevices(folder.resolve("pci")).hasNvidia()).isFalse();
    file("pci/0000:00:03.0/vendor", "0x10de\n");
    assertThat(new PciDevices(folder.resolve("pci")).hasNvidia()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "Kubernetes v1.35.0-eks-5e0fdde, 1.35.0",
    "containerd github.com/containerd/containerd/v2 v2.4.2 , 2.4.2",
    "containerd github.com/containerd/containerd 1.6.20~ds1 1.6.20~ds1-1+deb12u3, 1.6.20",
    "'1.2, 3.4.5', 3.4.5",
    "v1.2, unknown",
    "'', unknown"
  })
  void finds_a_version_in_what_a_program_says(String text, String version) {
    assertThat(ProgramVersion.find(text)).hasToString(version);
  }

  @Test
  void all_facts_come_from_below_the_root() throws Exception {
    file("etc/eks/kubelet-version.txt", "Kubernetes v1.33.4-eks-1\n");
    file("etc/eks/containerd-version.txt", "containerd 2.1.5\n");
    file("usr/bin/nvidia-container-runtime", "");
    file("opt/p", "");
    cpu("sys/devices/system/cpu/cpu0");
    file("var/lib/kubelet/bootstrap-kubeconfig", "");

    HostFacts facts =
        new HostDiscovery(
                new Root(folder),
                Map.of("ECR_CREDENTIAL_PROVIDER_BIN_PATH", "/opt/p"),
                new Commands(Map.of()))
            .facts(path -> false);

    assertThat(facts)
        .isEqualTo(
            new HostFacts(
                new ProgramVersion(2, 1, 5),
                new ProgramVersion(1, 33, 4),
                1000,
                null,
                true,
                false,
                new HostFacts.CredentialProvider("/opt/p", true, false),
                new HostFacts.GivenCredentials(false, true),
                null,
                ""));
  }

  @ParameterizedTest
  @CsvSource({"m5.large, 3, 10", "m4.xlarge, 4, 15", "c5.metal, 15, 50", "u-6tb1.metal, 5, 30"})
  void known_types_have_their_limits(String type, int enis, int ips) {
    assertThat(InstanceTypes.limitsOf(type)).isEqualTo(new InstanceLimits(enis, ips));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "m5", "m5.", ".large", "5.large", "m5.larg", "z99.huge"})
  void unknown_types_have_none(String type) {
    assertThat(InstanceTypes.limitsOf(type)).isNull();
  }

  @Test
  void the_table_is_whole_and_says_what_its_source_says() throws IOException {
    Map<String, InstanceLimits> table = table();
    Path source = Path.of("../shared/spec/eni-limits.tsv");

    assertThat(table).hasSize(1384);
    assertThat(table)
        .allSatisfy(
            (type, limits) -> assertThat(InstanceTypes.limitsOf(type)).as(type).isEqualTo(limits));
    if (Files.exists(source)) { // As a second opinion; it is no part of the project.
      assertThat(table).isEqualTo(tabSeparated(source));
    }
  }

  private static Map<String, InstanceLimits> table() throws IOException {
    Map<String, InstanceLimits> table = new HashMap<>();
    Path shipped = Path.of("src/main/resources/dev/nodeready/host/instance-types.txt");
    for (String line : Files.readAllLines(shipped)) {
      String[] words = line.split(" ", -1);
      for (int i = 2; i < words.length && !line.startsWith("#"); i++) {
        String[] group = words[i].split("[:,]", -1);
        for (int family = 1; family < group.length; family++) {
          InstanceLimits limits = limits(words[0], words[1]);
          assertThat(table.put(group[family] + "." + group[0], limits)).isNull();
        }
      }
    }
    return table;
  }

  private static Map<String, InstanceLimits> tabSeparated(Path source) throws IOException {
    return Files.readAllLines(source).stream()
        .skip(1)
        .map(line -> line.split("\t", -1))
        .collect(Collectors.toMap(words -> words[0], words -> limits(words[1], words[2])));
  }

  private static InstanceLimits limits(String enis, String ips) {
    return new InstanceLimits(Integer.parseInt(enis), Integer.parseInt(ips));
  }
}
