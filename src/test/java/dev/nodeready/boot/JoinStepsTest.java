package dev.nodeready.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.api.Authority;
import dev.nodeready.api.ScriptedApi;
import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import dev.nodeready.host.ProcessId;
import dev.nodeready.host.Root;
import dev.nodeready.join.KubeletPlace;
import dev.nodeready.join.Rejoin;
import dev.nodeready.plan.Event;
import dev.nodeready.plan.Sequencer;
import dev.nodeready.report.BootRecord;
import dev.nodeready.retry.Time;
import dev.nodeready.supervise.SupervisorKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How a boot ends by what the API server says of its node. */
@Timeout(60)
class JoinStepsTest {
  private static final Authority AUTHORITY = new Authority("ca");
  private static final String NODE = "/api/v1/nodes/n1";

  @TempDir private Path folder;
  private Root root;
  private ScriptedApi api;

  @BeforeEach
  void start() throws Exception {
    root = new Root(folder);
    api = new TestNode(folder).joining(AUTHORITY);
  }

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void a_node_that_is_ready_has_joined_and_the_status_says_as_whom() throws Exception {
    api.put(NODE, TestNode.node("True"));
    BootRecord record = join("");
    assertThat(record.state()).isEqualTo(BootRecord.State.SUCCEEDED);
    assertThat(record.join())
        .containsEntry("node", "n1")
        .containsEntry("apiServer", api.url().toString())
        .containsEntry("user", "system:node:n1")
        .containsKeys("registeredAt", "readyAt");
  }

  @Test
  void a_join_that_goes_well_asks_who_it_is_and_watches_its_node() throws Exception {
    api.put(NODE, TestNode.node("True"));
    join("");
    assertThat(api.asked().stream().distinct())
        .containsExactly(
            "system:node:n1 POST /apis/authentication.k8s.io/v1/selfsubjectreviews",
            "system:node:n1 GET /api/v1/nodes");
  }

  private static Failure failure(BootRecord record) {
    return java.util.Objects.requireNonNull(record.failure());
  }

  @Test
  void a_node_that_is_not_ready_in_time_is_degraded_in_the_words_of_its_condition()
      throws Exception {
    api.put(NODE, TestNode.node("False"));
    BootRecord record = join(", budgets: {join: 2s}");
    assertThat(record.exitCode()).isEqualTo(3);
    assertThat(failure(record).code()).isEqualTo(Code.JOIN_NOT_READY);
    assertThat(failure(record).happened()).contains("KubeletNotReady: words of kubelet");
    assertThat(record.join()).containsKey("registeredAt").doesNotContainKey("readyAt");
  }

  @Test
  void a_node_that_is_not_registered_in_time_has_failed_and_is_tried_again() throws Exception {
    BootRecord record = join(", budgets: {join: 1s}");
    assertThat(record.exitCode()).isEqualTo(75);
    assertThat(failure(record).code()).isEqualTo(Code.JOIN_NOT_REGISTERED);
  }

  @Test
  void what_only_the_configuration_can_mend_is_not_tried_again() throws Exception {
    new TestNode(folder).trusting(api, new Authority("another"));
    BootRecord record = join(", budgets: {join: 2s}");
    assertThat(record.exitCode()).isEqualTo(1);
    assertThat(failure(record).code()).isEqualTo(Code.JOIN_CA_WRONG);
  }

  @Test
  void a_registered_node_is_enough_where_the_policy_says_so() throws Exception {
    api.put(NODE, TestNode.node("False"));
    BootRecord record = join(", join: registered");
    assertThat(record.state()).isEqualTo(BootRecord.State.SUCCEEDED);
    assertThat(record.steps().getLast().detail()).isEqualTo("spec.bootstrap.join is registered");
  }

  @Test
  void the_api_server_is_not_asked_where_kubelets_health_is_enough() throws Exception {
    assertThat(join(", join: healthy").state()).isEqualTo(BootRecord.State.SUCCEEDED);
    assertThat(api.asked()).isEmpty();
  }

  @Test
  void a_certificate_of_another_node_is_set_aside_before_kubelet_starts_with_it() throws Exception {
    Authority.Issued others = AUTHORITY.node("n2", Instant.now().plus(Duration.ofHours(1)));
    write("/var/lib/kubelet/pki/kubelet-client-current.pem", others.certificate() + others.key());
    write(
        "/etc/eks/kubelet/environment",
        "NODEADM_KUBELET_ARGS=--hostname-override=n1 --bootstrap-kubeconfig=/b --kubeconfig=/k");
    List<String> notes = new ArrayList<>();
    Rejoin.beforeKubelet(KubeletPlace.of(root, Map.of()), Time.SYSTEM, notes::add);
    assertThat(notes).singleElement().asString().contains("it is of system:node:n2");
    assertThat(certificates())
        .singleElement()
        .satisfies(name -> assertThat(name).startsWith("kubelet-client-current.pem.aside-"));
  }

  private List<String> certificates() throws IOException {
    try (Stream<Path> files = Files.list(root.at("/var/lib/kubelet/pki"))) {
      return files.map(file -> String.valueOf(file.getFileName())).toList();
    }
  }

  private BootRecord join(String bootstrap) throws Exception {
    new TestNode(folder).configure("bootstrap: {platform: none%s}".formatted(bootstrap));
    BootRecord[] record = {BootRecord.starting("b", "v", ProcessId.own(), Instant.EPOCH)};
    try (BootPlan boot = new BootPlan(Run.of(options(), Time.SYSTEM, null))) {
      new Sequencer(List.of((Event event) -> record[0] = record[0].after(event)), Time.SYSTEM)
          .run(boot.phases(), boot.run().options().selection());
    }
    return record[0];
  }

  private BootOptions options() {
    return new TestNode(folder).only(SupervisorKind.NONE, "certificate", "registered", "ready");
  }

  private void write(String path, String text) throws IOException {
    new TestNode(folder).write(path, text);
  }
}
