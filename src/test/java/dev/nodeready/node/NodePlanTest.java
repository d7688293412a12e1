package dev.nodeready.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.host.Root;
import dev.nodeready.supervise.UnitRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodePlanTest {
  private static final UnitRun RUN = new UnitRun("one", Optional.empty());

  private static Optional<UnitRun> running(String unit) {
    assertThat(unit).endsWith(".service");
    return Optional.of(RUN);
  }

  @TempDir Path folder;
  private Root root;

  @BeforeEach
  void convergeOnce() {
    root = new Root(folder);
    Converge run = new Converge(root, Nodes.desired());
    run.applyFiles();
    for (UnitInputs unit : Nodes.desired().units()) {
      run.started(unit.unit(), RUN);
    }
  }

  private static DesiredNode other(Map<String, Object> kubelet, String... flags) {
    return DesiredNode.of(Nodes.config("", kubelet, List.of(flags)), Nodes.EC2, Nodes.FACTS);
  }

  @Test
  void nothing_is_planned_for_a_node_as_it_has_to_be() {
    NodePlan plan = NodePlan.of(root, Nodes.desired(), NodePlanTest::running);

    assertThat(plan.isEmpty()).isTrue();
    assertThat(plan.toText()).isEqualTo("nothing to change\n");
    assertThat(plan.members()).containsEntry("changes", false);
  }

  @Test
  void a_plan_shows_what_differs_and_which_unit_follows() {
    NodePlan plan = NodePlan.of(root, other(Map.of(), "--v=7"), NodePlanTest::running);

    assertThat(plan.toText())
        .startsWith("change /etc/eks/kubelet/environment\n--- /etc/eks/kubelet/environment\n")
        .contains("@@ -1 +1 @@")
        .contains(" --v=7\n\\ No newline at end of file\n")
        .endsWith(
            "restart kubelet.service: started with other content of"
                + " /etc/eks/kubelet/environment\n");
  }

  @Test
  void nothing_is_said_of_units_that_are_someone_elses() {
    NodePlan plan = NodePlan.of(root, Nodes.desired(), unit -> Optional.empty());

    assertThat(plan.toText()).contains("start kubelet.service: it is not running");
    assertThat(plan.withoutUnits().toText()).isEqualTo("nothing to change\n");
  }

  @Test
  void a_plan_changes_nothing() throws IOException {
    List<String> before = tree();

    NodePlan.of(root, other(Map.of("maxPods", 3L), "--v=7"), unit -> Optional.empty());

    assertThat(tree()).isEqualTo(before);
  }

  private List<String> tree() throws IOException {
    try (var all = Files.walk(folder)) {
      return all.map(
              file -> file + " " + file.toFile().lastModified() + " " + file.toFile().length())
          .toList();
    }
  }

  @Test
  void what_is_planned_is_what_a_run_does() {
    DesiredNode next = other(Map.of("maxPods", 3L));
    NodePlan plan = NodePlan.of(root, next, NodePlanTest::running);

    Converge run = new Converge(root, next);
    Applied applied = run.applyFiles();

    assertThat(plan.files()).extracting(FileChange::path).isEqualTo(applied.written());
    for (UnitInputs unit : next.units()) {
      assertThat(plan.units().containsKey(unit.unit()))
          .isEqualTo(run.actionFor(unit.unit(), Optional.of(RUN)).needed());
    }
  }

  @Test
  void removed_and_edited_files_are_told_apart() throws IOException {
    DesiredNode full =
        DesiredNode.of(
            Nodes.config("", Map.of("maxPods", 3L), List.of()),
            Map.of("a", Map.of("X", "1"), "b", Map.of("X", "1")),
            Nodes.EC2,
            Nodes.FACTS);
    new Converge(root, full).applyFiles();
    Path edited = root.at("/etc/systemd/system/b.service.d/environment.conf");
    Files.writeString(edited, "mine");

    NodePlan plan = NodePlan.of(root, Nodes.desired(), NodePlanTest::running);

    assertThat(plan.toText())
        .contains("remove /etc/systemd/system/a.service.d/environment.conf\n")
        .contains("-Environment=\"X=1\"\n")
        .contains("leave /etc/systemd/system/b.service.d/environment.conf: somebody edited it\n");
  }

  @Test
  void secrets_are_not_shown() {
    DesiredNode secret =
        DesiredNode.of(
            Nodes.config(),
            Map.of("kubelet", Map.of("HTTPS_PROXY", "http://boat:hush@192.0.2.9")),
            Nodes.EC2,
            Nodes.FACTS);

    String text = NodePlan.of(root, secret, NodePlanTest::running).toText();

    assertThat(text)
        .contains("create /etc/systemd/system/kubelet.service.d/environment.conf\n")
        .contains("the content is not shown")
        .doesNotContain("hush");
  }

  @Test
  void a_mode_that_differs_is_told() throws IOException {
    root.at("/etc/kubernetes/pki/ca.crt").toFile().setReadable(false, false);
    root.at("/etc/kubernetes/pki/ca.crt").toFile().setReadable(true, true);

    assertThat(NodePlan.of(root, Nodes.desired(), NodePlanTest::running).toText())
        .isEqualTo("change the mode of /etc/kubernetes/pki/ca.crt\n");
  }
}
