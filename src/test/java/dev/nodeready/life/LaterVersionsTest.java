package dev.nodeready.life;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nodeready.config.CacheFile;
import dev.nodeready.config.Problem;
import dev.nodeready.host.Root;
import dev.nodeready.join.JoinedBefore;
import dev.nodeready.node.Manifest;
import dev.nodeready.records.Records;
import dev.nodeready.records.Story;
import dev.nodeready.report.StatusReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a later version has left is there after a downgrade of the package: what it has added is
 * passed over, and what it has given another meaning is refused with its version, never misread.
 */
class LaterVersionsTest {
  private static final Path SAMPLE = Path.of("src/test/resources/earlier/0.1.0");
  private static final String RECORD = "/var/lib/nodeready/boots/000001.jsonl";

  @TempDir private Path folder;

  @Test
  void a_status_of_another_shape_is_refused_with_who_wrote_it() throws IOException {
    String later =
        sample("/run/nodeready/status.json").replaceFirst("\"schema\" *: *1", "\"schema\":2");

    assertThatThrownBy(() -> StatusReader.parse(later))
        .hasMessage(
            "nodeready 0.1.0 wrote it, in version 2 of the status's shape, and this one reads up"
                + " to 1");
  }

  @Test
  void a_record_of_another_shape_hides_none_of_the_others() throws IOException {
    NodeOnDisk machine = new NodeOnDisk(folder);
    machine.write(RECORD, sample(RECORD));
    machine.write(
        "/var/lib/nodeready/boots/000002.jsonl",
        sample(RECORD).replaceFirst("\"schema\":1", "\"schema\":2"));

    assertThat(Records.all(machine.root())).extracting(Story::number).containsExactly(1);
  }

  @Test
  void what_was_added_to_lists_of_files_is_passed_over() throws IOException {
    NodeOnDisk machine = new NodeOnDisk(folder);
    machine.write(
        Manifest.LASTING,
        "# another way to tell a file\n" + sample(Manifest.LASTING) + "sha512:0 /etc/other\n");

    Manifest manifest = new Manifest(machine.root());

    assertThat(manifest.wrote("/etc/containerd/config.toml")).isTrue();
    assertThat(manifest.wrote("/etc/other")).isFalse();
  }

  /** The next boot waits for another machine of its name, and is right all the same. */
  @Test
  void what_was_added_to_the_memory_of_the_node_leaves_its_name() throws IOException {
    NodeOnDisk machine = new NodeOnDisk(folder);
    String joined = sample("/var/lib/nodeready/joined");
    String id = joined.replaceAll("(?s).*machineID=(\\w+).*", "$1") + "\n";
    machine.write("/etc/machine-id", id);
    machine.write("/sys/class/dmi/id/product_uuid", id);
    machine.write("/var/lib/nodeready/joined", joined + "bootMode=uefi\n");

    assertThat(JoinedBefore.nodeOf(machine.root())).contains("n1");
  }

  @Test
  void a_cached_configuration_with_more_in_it_is_read() throws IOException {
    Root root = new Root(folder);
    Path file = root.at("/run/eks/nodeadm/config.json");
    Files.createDirectories(file.getParent());
    Files.writeString(
        file,
        sample("/run/eks/nodeadm/config.json")
            .replaceFirst("\\{", "{\"later\":{\"than\":[\"this\"]},")
            .replaceFirst("\"cluster\":\\{", "\"cluster\":{\"colour\":\"blue\","));
    List<Problem> problems = new ArrayList<>();

    assertThat(CacheFile.read(file, problems::add))
        .satisfies(cached -> assertThat(cached.config().cluster().name()).isEqualTo("real"));
    assertThat(problems).isEmpty();
  }

  private static String sample(String path) throws IOException {
    return Files.readString(SAMPLE.resolve(path.substring(1)));
  }
}
