package dev.nodeready.join;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.Eventually;
import dev.nodeready.api.Authority;
import dev.nodeready.api.Kubeconfigs;
import dev.nodeready.api.NodeObject;
import dev.nodeready.api.Objects;
import dev.nodeready.api.ScriptedApi;
import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import dev.nodeready.host.Root;
import dev.nodeready.ready.Verdict;
import dev.nodeready.retry.ManualTime;
import dev.nodeready.retry.Time;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whose the Node is and whether it is Ready, told by what the API server says. */
@Timeout(60)
class NodeProbesTest {
  private static final String NODE = "/api/v1/nodes/n1";
  private static final String LEASE =
      "/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases/n1";
  private static final Authority AUTHORITY = new Authority("ca");
  private static final Machine HERE = new Machine("boot-2", "machine-a", "machine-a");

  @TempDir Path folder;
  private final ManualTime time = new ManualTime();
  private Root root;
  private ScriptedApi api;
  private ApiWatch watch;
  private List<String> kubelet = List.of();
  private Optional<Failure> ended = Optional.empty();

  @BeforeEach
  void start() throws Exception {
    root = new Root(folder);
    api = new ScriptedApi(AUTHORITY, AUTHORITY.server("127.0.0.1"));
    api.user("t1", "system:node:n1");
    Kubeconfigs.write(root, "/kubeconfig", api.url(), AUTHORITY.pem(), "token: t1");
    watch =
        ApiWatch.start(
            new KubeletPlace(root, "n1", "/kubeconfig", "", "/pki/current.pem", "", Map.of()),
            Time.SYSTEM);
  }

  @AfterEach
  void stop() {
    watch.close();
    api.close();
  }

  @Test
  void a_node_of_this_boot_is_registered_and_ready() throws Exception {
    show(node("boot-2", "machine-a", "True", since().plusSeconds(1)));
    assertThat(registered().look(Duration.ZERO)).isInstanceOf(Verdict.Ready.class);
    assertThat(ready().look(Duration.ZERO)).isInstanceOf(Verdict.Ready.class);
  }

  @Test
  void a_node_that_is_not_there_is_not_registered_and_kubelet_says_why() throws Exception {
    Eventually.until("its absence is known", () -> watch.now().nodeKnown());
    kubelet =
        List.of(
            "I0101 00:00:00.000000 7 server.go:1] \"Started kubelet\"",
            "E0101 00:00:01.000000 7 kubelet_node_status.go:107] \"Unable to register node with"
                + " API server\" err=\"nodes is forbidden\"");
    RegisteredProbe probe = registered();
    assertThat(because(probe.look(Duration.ZERO))).doesNotContain("kubelet says");
    time.advance(Duration.ofSeconds(4));
    assertThat(because(probe.look(Duration.ZERO)))
        .startsWith("JOIN_NOT_REGISTERED")
        .contains("there is no such Node yet", "kubelet says: \"Unable to register node")
        .doesNotContain("kubelet_node_status.go");
    assertThat(forAll(probe.look(Duration.ZERO)))
        .contains("there is no such Node yet")
        .doesNotContain("forbidden");
  }

  @Test
  void a_node_of_an_earlier_boot_does_not_count_until_its_lease_is_renewed() throws Exception {
    show(node("boot-1", "machine-a", "True", since().plusSeconds(1)));
    RegisteredProbe probe = registered();
    assertThat(because(probe.look(Duration.ZERO)))
        .startsWith("JOIN_NOT_REGISTERED")
        .contains("of an earlier boot (boot id boot-1)");
    lease(since().plusSeconds(3));
    time.advance(Duration.ofSeconds(4));
    assertThat(probe.look(Duration.ZERO)).isInstanceOf(Verdict.Ready.class);
  }

  @Test
  void a_name_that_a_live_machine_has_is_taken_and_stays_so_for_a_while() throws Exception {
    lease(since().minusSeconds(5));
    show(node("boot-9", "machine-b", "True", since()));
    RegisteredProbe probe = registered();
    assertThat(because(probe.look(Duration.ZERO)))
        .startsWith("JOIN_NODE_NAME_TAKEN")
        .contains("machine id machine-b, and this machine's is machine-a", "renewed its Lease");

    show(node("boot-2", "machine-a", "True", since().plusSeconds(1)));
    time.advance(Duration.ofSeconds(10));
    assertThat(because(probe.look(Duration.ZERO))).contains("a moment ago");
    time.advance(Duration.ofSeconds(16));
    assertThat(probe.look(Duration.ZERO)).isInstanceOf(Verdict.Ready.class);
  }

  @Test
  void a_machine_that_took_the_place_of_a_dead_one_is_not_accused() throws Exception {
    lease(since().minusSeconds(60));
    show(node("boot-9", "machine-b", "Unknown", since().minusSeconds(60)));
    RegisteredProbe probe = registered();
    assertThat(because(probe.look(Duration.ZERO))).contains("which was alive until");
    show(node("boot-2", "machine-a", "False", since()));
    assertThat(probe.look(Duration.ZERO)).isInstanceOf(Verdict.Ready.class);
  }

  @Test
  void a_node_that_was_written_over_unseen_counts_when_nobody_takes_it_back() throws Exception {
    show(older("boot-2", "machine-a"));
    lease(since().minusSeconds(100), since().plusSeconds(1));
    time.advance(Duration.ofSeconds(2));
    RegisteredProbe probe = registered();
    assertThat(because(probe.look(Duration.ZERO)))
        .startsWith("JOIN_NOT_REGISTERED")
        .contains("another machine", "since 2025-12-31T23:58:20Z");
    time.advance(Duration.ofSeconds(26));
    assertThat(probe.look(Duration.ZERO)).isInstanceOf(Verdict.Ready.class);
  }

  @Test
  void a_node_that_is_taken_back_is_of_a_live_machine_whatever_the_lease_says() throws Exception {
    show(older("boot-2", "machine-a"));
    lease(since().minusSeconds(100), since().minusSeconds(90));
    time.advance(Duration.ofSeconds(2));
    RegisteredProbe probe = registered();
    assertThat(because(probe.look(Duration.ZERO))).startsWith("JOIN_NOT_REGISTERED");
    show(older("boot-9", "machine-b"));
    assertThat(because(probe.look(Duration.ZERO)))
        .startsWith("JOIN_NODE_NAME_TAKEN")
        .contains("machine id machine-b", "wrote it over after this one");
    show(older("boot-2", "machine-a"));
    time.advance(Duration.ofSeconds(24));
    assertThat(because(probe.look(Duration.ZERO))).startsWith("JOIN_NODE_NAME_TAKEN");
  }

  @Test
  void a_node_with_what_an_older_kubelet_wrote_waits_even_without_a_lease() throws Exception {
    show(older("boot-2", "machine-a").replace("kubectl-create", "kubelet"));
    time.advance(Duration.ofSeconds(2));
    assertThat(because(registered().look(Duration.ZERO)))
        .startsWith("JOIN_NOT_REGISTERED")
        .contains("since 2025-12-31T23:58:20Z");
  }

  @Test
  void a_node_that_was_made_for_this_machine_beforehand_counts_at_once() throws Exception {
    show(older("boot-2", "machine-a"));
    lease(since().plusSeconds(1), since().plusSeconds(1));
    time.advance(Duration.ofSeconds(2));
    assertThat(registered().look(Duration.ZERO)).isInstanceOf(Verdict.Ready.class);
  }

  @Test
  void a_node_that_this_machine_was_before_counts_at_once() throws Exception {
    show(older("boot-2", "machine-a"));
    lease(since().minusSeconds(100), since().plusSeconds(1));
    time.advance(Duration.ofSeconds(2));
    JoinedBefore.note(watch.place(), watch.now().apiServer(), HERE);
    assertThat(registered().look(Duration.ZERO)).isInstanceOf(Verdict.Ready.class);
  }

  @Test
  void what_another_machine_remembers_on_a_cloned_disk_counts_for_nothing() throws Exception {
    show(older("boot-2", "machine-a"));
    lease(since().minusSeconds(100), since().plusSeconds(1));
    time.advance(Duration.ofSeconds(2));
    Machine original = new Machine("boot-1", "machine-a", "another-firmware");
    JoinedBefore.note(watch.place(), watch.now().apiServer(), original);
    assertThat(registered().look(Duration.ZERO)).isInstanceOf(Verdict.NotYet.class);
  }

  @Test
  void ready_from_before_kubelets_start_is_not_ready() throws Exception {
    show(node("boot-2", "machine-a", "True", since().minusSeconds(20)));
    assertThat(because(ready().look(Duration.ZERO)))
        .startsWith("JOIN_NOT_READY")
        .contains("from before kubelet's start");
  }

  @Test
  void ready_that_this_boot_wrote_before_our_eyes_counts_whatever_the_clock_did() throws Exception {
    show(node("boot-1", "machine-a", "True", since().minusSeconds(900)));
    show(node("boot-2", "machine-a", "True", since().minusSeconds(800)));
    assertThat(ready().look(Duration.ZERO)).isInstanceOf(Verdict.Ready.class);
  }

  @Test
  void a_network_plugin_that_is_not_there_is_named_with_its_folder() throws Exception {
    String message = "container runtime network not ready: cni plugin not initialized";
    show(
        Objects.node(
            "n1", "boot-2", "machine-a", "False", "KubeletNotReady", message, at(since())));
    assertThat(because(ready().look(Duration.ZERO)))
        .startsWith("JOIN_NOT_READY")
        .contains("KubeletNotReady: " + message, "there is no /etc/cni/net.d");
    Files.createDirectories(root.at("/etc/cni/net.d"));
    assertThat(because(ready().look(Duration.ZERO))).contains("/etc/cni/net.d has no config");
    Files.createFile(root.at("/etc/cni/net.d/10-aws.conflist"));
    assertThat(because(ready().look(Duration.ZERO))).contains("has 10-aws.conflist");
  }

  @Test
  void pods_that_do_not_start_are_told_where_the_node_is_not_ready() throws Exception {
    show(node("boot-2", "machine-a", "False", since()));
    kubelet =
        List.of(
            "E0101 00:00:01.000000 7 log.go:32] \"RunPodSandbox from runtime service failed\""
                + " err=\"runc: exec format error\"");
    ReadyProbe probe = ready();
    time.advance(Duration.ofSeconds(4));
    assertThat(because(probe.look(Duration.ZERO)))
        .startsWith("KUBELET_SANDBOX")
        .contains("runc: exec format error");
    assertThat(forAll(probe.look(Duration.ZERO)))
        .contains("pods do not start")
        .doesNotContain("exec format");
  }

  @Test
  void the_cause_of_a_sandbox_that_does_not_start_is_kept_however_much_stands_before_it()
      throws Exception {
    show(node("boot-2", "machine-a", "False", since()));
    String cause = "\"rpc error: %s: exec: runc not found\"".formatted("/folder".repeat(80));
    kubelet =
        List.of(
            "E0101 00:00:01.000000 7 log.go:32] \"RunPodSandbox from runtime service failed\" err="
                + cause,
            "E0101 00:00:01.000000 7 pod_workers.go:1] \"Error syncing pod\" err=\"failed to"
                + " CreatePodSandbox: Failed to create sandbox for pod: "
                + cause);
    ReadyProbe probe = ready();
    time.advance(Duration.ofSeconds(4));
    assertThat(because(probe.look(Duration.ZERO)))
        .startsWith("KUBELET_SANDBOX")
        .contains("rpc error", "exec: runc not found");
  }

  @Test
  void a_kubelet_that_will_never_come_ends_the_wait() throws Exception {
    ended = Optional.of(Failure.permanent(Code.KUBELET_EXITED, "start kubelet", "no", "mend"));
    assertThat(registered().look(Duration.ZERO)).isEqualTo(new Verdict.Never<>(ended.get()));
  }

  /** Puts the Node there and waits until it is seen. */
  private void show(String node) throws Exception {
    NodeObject before = watch.now().node();
    Eventually.until("it is watched", () -> api.watching() == 1);
    api.put(NODE, node);
    Eventually.until(
        "the node is seen", () -> watch.now().node() != null && !watch.now().node().equals(before));
  }

  private void lease(Instant renewed) {
    api.put(LEASE, "{\"spec\":{\"renewTime\":\"%s\"}}".formatted(at(renewed)));
  }

  private void lease(Instant created, Instant renewed) {
    api.put(
        LEASE,
        "{\"metadata\":{\"creationTimestamp\":\"%s\"},\"spec\":{\"renewTime\":\"%s\"}}"
            .formatted(at(created), at(renewed)));
  }

  /** A Node that is older than kubelet, and was written a second after kubelet's start. */
  private String older(String boot, String machine) {
    String writers =
        ("\"managedFields\":[{\"manager\":\"kubectl-create\",\"time\":\"%s\"},"
                + "{\"manager\":\"kubelet\",\"time\":\"%s\"}],")
            .formatted(at(since().minusSeconds(100)), at(since().plusSeconds(1)));
    return node(boot, machine, "True", since().plusSeconds(1))
        .replace("\"uid\"", writers + "\"uid\"")
        .replace(
            "\"creationTimestamp\":\"2026-01-01T00:00:00Z\"",
            "\"creationTimestamp\":\"%s\"".formatted(at(since().minusSeconds(100))));
  }

  /** When kubelet started. */
  private Instant since() {
    return Instant.parse("2026-01-01T00:00:00Z");
  }

  private static String node(String boot, String machine, String ready, Instant heartbeat) {
    return Objects.node("n1", boot, machine, ready, "KubeletReady", "words", at(heartbeat));
  }

  private static String at(Instant time) {
    return time.toString();
  }

  private RegisteredProbe registered() {
    return new RegisteredProbe(watch, HERE, since(), log(), () -> ended, time);
  }

  private ReadyProbe ready() {
    return new ReadyProbe(registered(), watch, since(), log());
  }

  private KubeletLog log() {
    return new KubeletLog(most -> kubelet, time);
  }

  /** What any user may read of it. */
  private static String forAll(Verdict<?> verdict) {
    return ((Verdict.NotYet<?>) verdict).because().toPublicLine();
  }

  private static String because(Verdict<?> verdict) {
    return ((Verdict.NotYet<?>) verdict).because().toLine();
  }
}
