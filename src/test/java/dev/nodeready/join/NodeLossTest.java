package dev.nodeready.join;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nodeready.api.NodeObject;
import dev.nodeready.api.Who;
import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import dev.nodeready.failure.FailureException;
import dev.nodeready.host.Root;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeLossTest {
  @TempDir private Path folder;
  private KubeletPlace place;
  private Machine machine;

  @BeforeEach
  void join() throws Exception {
    Root root = new Root(folder);
    place = new KubeletPlace(root, "n1", "/kubeconfig", "", "", "", Map.of());
    Files.createDirectories(folder.resolve("etc"));
    Files.writeString(folder.resolve("etc/machine-id"), "a".repeat(32) + "\n");
    machine = Machine.of(root);
  }

  private static Sighting asked() {
    return Sighting.NOTHING.asking("https://api", false).as(Who.UNTOLD, null);
  }

  private static NodeObject node(String machineId) {
    return new NodeObject(
        "",
        "boot",
        machineId,
        "",
        new NodeObject.Condition("True", "", "", null),
        null,
        null,
        null);
  }

  private Optional<Code> lost(Sighting seen) {
    return NodeLoss.of(seen, place, machine).map(Failure::code);
  }

  @Test
  void a_node_that_was_there_and_is_not_was_deleted() {
    JoinedBefore.note(place, "https://api", machine);
    assertThat(lost(asked().withNode(null, false))).contains(Code.JOIN_NODE_DELETED);
  }

  @Test
  void a_machine_that_never_joined_has_lost_nothing() {
    assertThat(lost(asked().withNode(null, false))).isEmpty();
  }

  @Test
  void a_node_of_this_machine_is_fine_and_one_of_another_was_taken() {
    assertThat(lost(asked().withNode(node("a".repeat(32)), false))).isEmpty();
    assertThat(lost(asked().withNode(node("b".repeat(32)), false)))
        .contains(Code.JOIN_NODE_NAME_TAKEN);
  }

  @Test
  void an_api_server_that_does_not_tell_proves_nothing() {
    JoinedBefore.note(place, "https://api", machine);
    assertThatThrownBy(() -> lost(asked())).isInstanceOf(FailureException.class);
    Failure silent =
        Failure.passing(
            Code.JOIN_API_SILENT,
            "ask it",
            "it is silent",
            Code.JOIN_API_SILENT.remedy("SERVER", "https://api"));
    assertThatThrownBy(() -> lost(asked().withNode(null, false).troubled(silent)))
        .isInstanceOf(FailureException.class);
  }
}
