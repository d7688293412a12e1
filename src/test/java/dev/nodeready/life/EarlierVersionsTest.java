package dev.nodeready.life;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.config.CacheFile;
import dev.nodeready.config.CachedConfig;
import dev.nodeready.config.Problem;
import dev.nodeready.host.Root;
import dev.nodeready.join.JoinedBefore;
import dev.nodeready.node.Manifest;
import dev.nodeready.records.Records;
import dev.nodeready.records.Story;
import dev.nodeready.report.StatusReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What every version has left on a machine that joined is read for ever: {@code
 * src/test/resources/earlier/VERSION} is what a boot of the lab left, with its token taken out. A
 * version that changes the shape of a file brings a folder of its own; none is ever changed.
 */
class EarlierVersionsTest {
  private static final Path SAMPLES = Path.of("src/test/resources/earlier");

  @TempDir private Path folder;

  private static List<String> versions() throws IOException {
    try (Stream<Path> all = Files.list(SAMPLES)) {
      return all.map(path -> String.valueOf(path.getFileName())).sorted().toList();
    }
  }

  @Test
  void there_is_a_sample_of_the_first_version() throws IOException {
    assertThat(versions()).contains("0.1.0");
  }

  @ParameterizedTest
  @MethodSource("versions")
  void records_of_boots_are_read(String version) throws Exception {
    Story story = Records.one(machineOf(version), 0).orElseThrow();

    assertThat(requireNonNull(story.verdict()).state()).isEqualTo("succeeded");
    assertThat(story.steps())
        .extracting(step -> step.phase() + "/" + step.name())
        .contains("resolve/node-config", "runtime/await-cri", "join/ready");
  }

  @ParameterizedTest
  @MethodSource("versions")
  void the_status_of_the_boot_is_read(String version) throws Exception {
    String text = Files.readString(machineOf(version).at("/run/nodeready/status.json"));

    assertThat(StatusReader.parse(text)).containsEntry("state", "succeeded").containsKey("join");
  }

  @ParameterizedTest
  @MethodSource("versions")
  void the_cached_configuration_is_read(String version) throws Exception {
    List<Problem> problems = new ArrayList<>();
    Path file = machineOf(version).at("/run/eks/nodeadm/config.json");

    CachedConfig cached = requireNonNull(CacheFile.read(file, problems::add));

    assertThat(problems).isEmpty();
    assertThat(cached.config().cluster().name()).isEqualTo("real");
    assertThat(requireNonNull(cached.stamp()).version()).isEqualTo(version);
  }

  @ParameterizedTest
  @MethodSource("versions")
  void what_was_written_is_known_to_be_ours(String version) throws Exception {
    Manifest manifest = new Manifest(machineOf(version));

    assertThat(List.of("/etc/containerd/config.toml", "/etc/eks/kubelet/environment"))
        .allMatch(manifest::wrote);
  }

  @ParameterizedTest
  @MethodSource("versions")
  void the_node_that_this_machine_was_is_known(String version) throws Exception {
    assertThat(JoinedBefore.nodeOf(machineOf(version))).contains("n1");
  }

  /** It has been a node, so that it is reset, and nothing of it is taken for something new. */
  @ParameterizedTest
  @MethodSource("versions")
  void a_reset_finds_all_of_it(String version) throws Exception {
    NodeOnDisk machine = new NodeOnDisk(machineOf(version).folder());

    Account account = new Reset(machine.site(), true).run(false, line -> {});

    assertThat(account.looks()).isEmpty();
    assertThat(machine.files().keySet())
        .allMatch(path -> path.startsWith("/etc/machine-id") || path.startsWith("/sys/"));
  }

  private Root machineOf(String version) throws IOException {
    Path sample = SAMPLES.resolve(version);
    try (Stream<Path> all = Files.walk(sample)) {
      all.filter(Files::isRegularFile).forEach(file -> copy(sample, file));
    }
    NodeOnDisk machine = new NodeOnDisk(folder);
    String id =
        machine.read("/var/lib/nodeready/joined").replaceAll("(?s).*machineID=(\\w+).*", "$1");
    machine.write("/etc/machine-id", id + "\n");
    machine.write("/sys/class/dmi/id/product_uuid", id + "\n");
    return machine.root();
  }

  private void copy(Path sample, Path file) {
    Path target = folder.resolve(sample.relativize(file).toString());
    try {
      Files.createDirectories(target.getParent());
      Files.copy(file, target);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
