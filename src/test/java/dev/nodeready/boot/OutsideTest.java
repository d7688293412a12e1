package dev.nodeready.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.api.Authority;
import dev.nodeready.api.ScriptedApi;
import dev.nodeready.report.BootRecord;
import dev.nodeready.retry.Time;
import dev.nodeready.supervise.SupervisorKind;
import dev.nodeready.tree.Fields;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the cluster, and others outside of the machine, hear of a boot. */
@Timeout(60)
class OutsideTest {
  private static final Authority AUTHORITY = new Authority("ca");
  private static final String EVENTS = "POST /api/v1/namespaces/default/events ";

  @TempDir private Path folder;
  private ScriptedApi api;

  @BeforeEach
  void start() throws Exception {
    api = new TestNode(folder).joining(AUTHORITY);
  }

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void a_node_that_is_ready_has_an_event_that_says_how_long_it_took() throws Exception {
    put("True");
    assertThat(boot("").exitCode()).isZero();

    assertThat(api.written()).singleElement().asString().startsWith(EVENTS);
    Fields event = Fields.ofJson(api.written().getFirst().substring(EVENTS.length()));
    assertThat(event.text("involvedObject", "kind")).isEqualTo("Node");
    assertThat(event.text("involvedObject", "name")).isEqualTo("n1");
    assertThat(event.text("type")).isEqualTo("Normal");
    assertThat(event.text("reason")).isEqualTo("Joined");
    assertThat(event.text("message")).matches("node n1 has joined: Ready \\d+\\.\\d s after .*");
  }

  @Test
  void a_node_that_needs_a_look_has_a_warning_with_the_code() throws Exception {
    put("False");
    assertThat(boot(", budgets: {join: 2s}").exitCode()).isEqualTo(3);

    Fields event = Fields.ofJson(api.written().getFirst().substring(EVENTS.length()));
    assertThat(event.text("type")).isEqualTo("Warning");
    assertThat(event.text("message")).contains("node n1 has joined, but JOIN_NOT_READY");
  }

  @Test
  void annotations_are_written_where_they_are_wanted() throws Exception {
    put("True");
    boot(", annotateNode: true");

    assertThat(api.written()).hasSize(2);
    assertThat(api.written().getLast())
        .startsWith("PATCH /api/v1/nodes/n1 ")
        .contains(
            "\"nodeready.dev/verdict\":\"succeeded\"",
            "\"nodeready.dev/code\":null",
            "\"nodeready.dev/seconds-to-ready\":\"");
  }

  @Test
  void a_cluster_that_does_not_want_to_hear_of_it_changes_nothing() throws Exception {
    put("True");
    api.fail("POST /api/v1/namespaces", 1, 403, "", ScriptedApi.status(403, "may not"));
    BootRecord record = boot(", annotateNode: true");

    assertThat(record.state()).isEqualTo(BootRecord.State.SUCCEEDED);
    assertThat(api.written()).singleElement().asString().startsWith("PATCH /api/v1/nodes/n1");
  }

  @Test
  void a_run_that_starts_no_kubelet_is_told_to_nobody() throws Exception {
    put("True");
    run(List.of("certificate", "registered", "ready"), ", annotateNode: true");

    assertThat(api.written()).isEmpty();
    assertThat(folder.resolve("run/nodeready/metrics.prom")).doesNotExist();
    boot("");
    assertThat(folder.resolve("run/nodeready/metrics.prom"))
        .content()
        .contains(
            "nodeready_verdict{state=\"succeeded\",code=\"\"} 1", "image_budget_seconds 0.300");
  }

  private void put(String ready) throws Exception {
    api.put("/api/v1/nodes/n1", TestNode.node(ready));
  }

  private BootRecord boot(String more) throws Exception {
    return run(List.of("node-config", "start-kubelet", "certificate", "registered", "ready"), more);
  }

  private BootRecord run(List<String> steps, String more) throws Exception {
    TestNode node = new TestNode(folder);
    node.configure("bootstrap: {platform: none%s}".formatted(more));
    BootOptions options = node.only(SupervisorKind.NONE, steps.toArray(String[]::new));
    try (BootPlan plan = new BootPlan(Run.of(options, Time.SYSTEM, null))) {
      return BootRunner.run(plan, plan.phases(), List.of());
    }
  }
}
