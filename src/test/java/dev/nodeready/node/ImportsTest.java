package dev.nodeready.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.containerd.ContainerdFiles;
import dev.nodeready.host.ProgramVersion;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ImportsTest {
  private static final String USERS =
      "imports = ['own/*.toml', '../a.toml', '/b.toml']\nversion = ";

  @Test
  void relative_imports_of_a_file_to_be_migrated_are_made_absolute() {
    assertThat(rendered("2", new ProgramVersion(2, 0, 5)))
        .contains("imports = ['/etc/containerd/own/*.toml', '/etc/a.toml', '/b.toml']");
  }

  @Test
  void imports_of_other_files_stay_as_they_are_written() {
    assertThat(rendered("3", new ProgramVersion(2, 0, 5))).contains("['own/*.toml', '../a.toml',");
    assertThat(rendered("2", new ProgramVersion(1, 7, 27))).contains("['own/*.toml', '../a.toml',");
  }

  private static String rendered(String schema, ProgramVersion containerd) {
    DesiredNode node =
        DesiredNode.of(
            Nodes.config(USERS + schema, Map.of(), List.of()), Nodes.EC2, Nodes.facts(containerd));
    return Nodes.text(node, ContainerdFiles.CONFIG);
  }
}
