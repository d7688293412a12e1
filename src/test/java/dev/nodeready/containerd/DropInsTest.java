package dev.nodeready.containerd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import dev.nodeready.host.ProgramVersion;
import dev.nodeready.host.Root;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What was seen of containerd 1.6, 2.0 and 2.4 with each of these files; RealContainerdIT asks. */
class DropInsTest {
  private static final String OLD = "[plugins.'io.containerd.grpc.v1.cri'.containerd.runtimes.gpu]";
  private static final String NEW =
      "[plugins.'io.containerd.cri.v1.runtime'.containerd.runtimes.gpu]";

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          2.2.1 | 3 | version = 4   | NEW | kills: it has version = 4, and /etc/containerd/config.toml has version = 3
          2.0.5 | 3 | version = 5   | NEW | kills: it has version = 5
          2.3.0 | 3 | version = 4   | NEW | kills: it has version = 4
          2.4.2 | 4 | version = 5   | NEW | kills: it has version = 5
          2.4.2 | 3 | version = 4   | NEW | fine
          2.2.1 | 2 | version = 3   | NEW | fine
          2.2.1 | 3 | version = "3" | NEW | kills: its version is no whole number
          2.2.1 | 3 | version = = 3 | NEW | kills: it is no TOML: line 1
          2.2.1 | 3 | version = 3   | NEW | fine
          2.2.1 | 3 |               | NEW | fine
          2.2.1 | 3 | version = 2   | OLD | warns: it has version = 2, and /etc/containerd/config.toml has version = 3
          2.2.1 | 3 |               | OLD | warns: it names no version
          2.4.2 | 4 | version = 2   | OLD | fine
          2.4.2 | 4 |               | OLD | fine
          2.4.2 | 4 | version = 4   | OLD | warns: it has version = 4
          1.7.27 | 2 | version = 2  | OLD | fine
          1.7.27 | 2 | version = 3  | NEW | warns: it has version = 3
          """)
  void a_schema_that_does_not_fit_is_told_with_the_file_and_both_versions(
      String containerd, int root, String version, String plugins, String expected)
      throws Exception {
    write("conf.d/99-gpu.toml", (version == null ? "" : version) + "\n" + table(plugins));

    DropIns.Found found = look(containerd, root, "imports = ['/etc/containerd/conf.d/*.toml']");

    List<Failure> all = expected.startsWith("kills") ? found.killers() : found.warnings();
    assertThat(found.killers()).hasSize(expected.startsWith("kills") ? 1 : 0);
    assertThat(found.warnings()).hasSize(expected.startsWith("warns") ? 1 : 0);
    assertThat(all)
        .allSatisfy(failure ->
            assertThat(failure.toLine())
                .contains(
                    "/etc/containerd/conf.d/99-gpu.toml",
                    expected.substring(expected.indexOf(' ') + 1)));
  }

  private static String table(String name) {
    return name.equals("OLD") ? OLD : NEW;
  }

  @ParameterizedTest
  @CsvSource({"conf.d", "config.d"})
  void a_file_that_nothing_imports_is_told(String name) throws Exception {
    write(name + "/50-mirror.toml", "version = 2");

    assertThat(look("2.2.1", 3, "").warnings())
        .singleElement()
        .satisfies(failure -> {
          assertThat(failure.code()).isEqualTo(Code.CONTAINERD_DROP_IN_UNREAD);
          assertThat(failure.toLine()).contains("/etc/containerd/" + name + "/50-mirror.toml");
        });
  }

  @Test
  void a_relative_import_is_found_beside_the_file() throws Exception {
    write("own/x.toml", "version = 9");

    assertThat(look("2.2.1", 3, "imports = ['own/*.toml', 'no[t', '/nowhere/*']").killers())
        .hasSize(1);
  }

  private DropIns.Found look(String containerd, int root, String rest) {
    EffectiveConfig config = EffectiveConfig.parse("version = " + root + "\n" + rest);
    return new DropIns(new Root(folder), ProgramVersion.find(containerd)).look(config);
  }

  private void write(String name, String text) throws IOException {
    Path file = new Root(folder).at("/etc/containerd").resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
