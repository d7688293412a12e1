package dev.nodeready.config.kubelet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.config.NodeConfig;
import dev.nodeready.config.NodeStatus;
import dev.nodeready.kubelet.KubeletFiles;
import dev.nodeready.kubelet.KubeletInput;
import dev.nodeready.kubelet.KubeletPaths;
import dev.nodeready.node.Nodes;
import dev.nodeready.tree.Notes;
import dev.nodeready.tree.Place;
import dev.nodeready.tree.Value.Obj;
import dev.nodeready.tree.YamlReader;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BaseTest {
  @ParameterizedTest
  @ValueSource(ints = {28, 32, 33, 34, 37})
  void the_rules_know_what_the_generated_file_sets(int minor) throws Exception {
    NodeConfig config = Nodes.config("", Map.of(), List.of());
    NodeStatus status = new NodeStatus(Nodes.EC2.instance(), "", "v1." + minor + ".1");
    KubeletFiles files =
        KubeletFiles.of(new KubeletInput(config, status, Nodes.FACTS, "unix:///x", ""));
    String text =
        files.files().stream()
            .filter(file -> file.path().equals(KubeletPaths.CONFIG))
            .findFirst()
            .orElseThrow()
            .text();

    Obj written = (Obj) YamlReader.read(text, Place.of("", ""), Notes.NONE);

    Map<String, ?> known = Base.generated(minor);
    assertThat(known).hasSizeGreaterThan(10);
    known.forEach((key, value) -> {
      // The amounts depend on the machine.
      if (key.equals("kubeReserved")) {
        assertThat(written.plain().get(key))
            .satisfies(map ->
                assertThat(((Map<?, ?>) map).keySet()).isEqualTo(((Map<?, ?>) value).keySet()));
      } else {
        assertThat(written.plain()).containsEntry(key, value);
      }
    });
  }
}
