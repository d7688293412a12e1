package dev.nodeready.join;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.Eventually;
import dev.nodeready.api.Authority;
import dev.nodeready.api.Kubeconfigs;
import dev.nodeready.api.NodeObject;
import dev.nodeready.api.Objects;
import dev.nodeready.api.ScriptedApi;
import dev.nodeready.api.SigningRequest;
import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import dev.nodeready.host.Root;
import dev.nodeready.ready.Verdict;
import dev.nodeready.retry.ManualTime;
import dev.nodeready.retry.Time;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ApiWatchTest {
  private static final String NODE = "/api/v1/nodes/n1";
  private static final String CSRS = "/apis/certificates.k8s.io/v1/certificatesigningrequests";
  private static final Authority AUTHORITY = new Authority("ca");

  @TempDir Path folder;
  private Root root;
  private ScriptedApi api;

  @BeforeEach
  void start() throws Exception {
    root = new Root(folder);
    api = new ScriptedApi(AUTHORITY, AUTHORITY.server("127.0.0.1"));
    api.user("t1", "system:node:n1");
    Kubeconfigs.write(root, "/kubeconfig", api.url(), AUTHORITY.pem(), "token: t1");
  }

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void sees_the_node_come_become_ready_and_go() throws Exception {
    try (ApiWatch watch = ApiWatch.start(place("n1", ""), Time.SYSTEM)) {
      Eventually.until("it is known to be absent", () -> watch.now().nodeKnown());
      assertThat(watch.now().node()).isNull();
      assertThat(watch.now().who().user()).isEqualTo("system:node:n1");
      api.put(NODE, Objects.node("n1", "b", "m", "False"));
      Eventually.until("it is there", () -> watch.now().node() != null);
      api.put(NODE, Objects.node("n1", "b", "m", "True"));
      Eventually.until("it is Ready", () -> ready(watch));
      api.delete(NODE);
      Eventually.until("it is gone", () -> watch.now().node() == null);
    }
  }

  @Test
  void misses_nothing_while_a_watch_is_broken_off() throws Exception {
    try (ApiWatch watch = ApiWatch.start(place("n1", ""), Time.SYSTEM)) {
      api.put(NODE, Objects.node("n1", "b", "m", "False"));
      Eventually.until("it is there", () -> watch.now().node() != null);
      api.fail("GET /api/v1/nodes", 2, 503, "", "");
      api.breakWatches();
      api.put(NODE, Objects.node("n1", "b", "m", "True"));
      Eventually.until("it is Ready", () -> ready(watch));
    }
  }

  private static boolean ready(ApiWatch watch) {
    NodeObject node = watch.now().node();
    return node != null && node.ready().isTrue();
  }

  @Test
  void looks_now_and_then_where_a_watch_is_forbidden_and_a_look_is_not() throws Exception {
    ManualTime time = new ManualTime();
    api.fail("GET /api/v1/nodes", 1, 403, "", ScriptedApi.status(403, "may not watch"));
    api.put(NODE, Objects.node("n1", "b", "m", "True"));
    try (ApiWatch watch = ApiWatch.start(place("n1", ""), time)) {
      Eventually.until("it is seen", () -> ready(watch));
      assertThat(watch.now().trouble()).isNull();
    }
    assertThat(api.asked()).contains("system:node:n1 GET " + NODE);
  }

  @Test
  void watches_that_are_ended_at_once_for_ever_make_no_storm() throws Exception {
    ManualTime time = new ManualTime();
    api.fail("GET /api/v1/nodes", 100, 200, "", "");
    try (ApiWatch _ = ApiWatch.start(place("n1", ""), time)) {
      Eventually.until(
          "five minutes are over", () -> time.nanos() > Duration.ofMinutes(5).toNanos());
    }
    assertThat(time.sleeps())
        .startsWith(Duration.ofMillis(50), Duration.ofMillis(100), Duration.ofMillis(200))
        .endsWith(Duration.ofSeconds(4));
  }

  @Test
  void pauses_as_long_as_a_throttling_server_asks_and_longer_each_time() throws Exception {
    ManualTime time = new ManualTime();
    api.fail("POST", 1, 429, "9", ScriptedApi.status(429, "slow down"));
    api.fail("POST", 5, 500, "", ScriptedApi.status(500, "etcdserver: timeout"));
    try (ApiWatch watch = ApiWatch.start(place("n1", ""), time)) {
      Eventually.until("it is known", () -> watch.now().nodeKnown());
    }
    assertThat(time.sleeps().getFirst()).isEqualTo(Duration.ofSeconds(9));
    assertThat(time.sleeps()).hasSizeGreaterThanOrEqualTo(6);
    for (int at = 1; at < 6; at++) {
      assertThat(time.sleeps().get(at))
          .isBetween(
              Duration.ofMillis(Math.min(2000, 125L << at)),
              Duration.ofMillis(Math.min(4000, 250L << at)));
    }
  }

  @Test
  void credentials_of_another_node_are_told_as_such() throws Exception {
    api.user("t1", "system:node:n2");
    api.fail(
        "GET " + "/api/v1/nodes",
        20,
        403,
        "",
        ScriptedApi.status(403, "node 'n2' cannot read 'n1'"));
    try (ApiWatch watch = ApiWatch.start(place("n1", ""), Time.SYSTEM)) {
      Eventually.until("it is told", () -> watch.now().trouble() != null);
      Failure trouble = java.util.Objects.requireNonNull(watch.now().trouble());
      assertThat(trouble.code()).isEqualTo(Code.JOIN_IDENTITY_OF_ANOTHER_NODE);
      assertThat(trouble.happened()).contains("system:node:n2", "cannot read 'n1'");
    }
  }

  @Test
  void follows_a_request_for_a_certificate_until_the_certificate_is_there() throws Exception {
    Files.delete(root.at("/kubeconfig"));
    api.user("abcdef.0123456789abcdef", "system:bootstrap:abcdef");
    String token = "token: abcdef.0123456789abcdef";
    Kubeconfigs.write(root, "/bootstrap", api.url(), AUTHORITY.pem(), token);
    Instant now = Instant.parse("2026-01-01T00:00:00Z");
    String user = "system:bootstrap:abcdef";
    api.put(CSRS + "/csr-old", Objects.request("csr-old", "n1", user, now.minusSeconds(9), "{}"));
    api.put(CSRS + "/csr-of-other", Objects.request("csr-of-other", "n10", user, now, "{}"));
    try (ApiWatch watch = ApiWatch.start(place("n1", "/bootstrap"), Time.SYSTEM)) {
      CertificateProbe probe = new CertificateProbe(watch, Optional::empty, Time.SYSTEM);
      Eventually.until("it is watched", () -> api.watching() == 1);
      api.put(CSRS + "/csr-1", Objects.request("csr-1", "n1", user, now, "{}"));
      Eventually.until("it is pending", () -> state(watch) == SigningRequest.State.PENDING);
      assertThat(because(probe))
          .startsWith("JOIN_CSR_PENDING")
          .contains("csr-1 of system:bootstrap:abcdef is not approved", "approve csr-1");
      api.put(CSRS + "/csr-1", Objects.request("csr-1", "n1", user, now, condition("Approved")));
      Eventually.until("it is approved", () -> state(watch) == SigningRequest.State.APPROVED);
      assertThat(because(probe)).contains("not signed yet");
      api.put(CSRS + "/csr-1", Objects.request("csr-1", "n1", user, now, condition("Denied")));
      Eventually.until("it is denied", () -> state(watch) == SigningRequest.State.DENIED);
      assertThat(because(probe)).startsWith("JOIN_CSR_DENIED").contains("Because: we say so");

      issue("n1");
      assertThat(probe.look(Duration.ZERO)).isInstanceOf(Verdict.Ready.class);
      watch.credentialsChanged();
      api.put(NODE, Objects.node("n1", "b", "m", "True"));
      Eventually.until("the node is seen", () -> ready(watch));
      assertThat(watch.now().who().user()).isEqualTo("system:node:n1");
      assertThat(watch.now().certificateExpiresAt()).isNotNull();
      assertThat(watch.now().bootstrapping()).isFalse();
    }
  }

  @Test
  void a_credential_plugin_is_not_run_before_somebody_waits() throws Exception {
    Path plugin = root.at("/plugin");
    Path ran = root.at("/ran");
    Files.writeString(
        plugin, "#!/bin/sh\ntouch %s\necho '{\"status\":{\"token\":\"t1\"}}'\n".formatted(ran));
    Files.setPosixFilePermissions(plugin, PosixFilePermissions.fromString("rwx------"));
    Kubeconfigs.write(
        root, "/kubeconfig", api.url(), AUTHORITY.pem(), "exec: {command: %s}".formatted(plugin));
    try (ApiWatch watch = ApiWatch.start(place("n1", ""), Time.SYSTEM)) {
      Eventually.until("it waits", ApiWatchTest::waits);
      assertThat(ran).doesNotExist();
      watch.want();
      Eventually.until("it is asked", () -> watch.now().nodeKnown());
      assertThat(ran).exists();
    }
  }

  private static boolean waits() {
    return Thread.getAllStackTraces().keySet().stream()
        .anyMatch(t -> t.getName().equals("api") && t.getState() == Thread.State.WAITING);
  }

  /** What kubelet leaves behind when it was issued a certificate. */
  private void issue(String node) throws Exception {
    Authority.Issued issued = AUTHORITY.node(node, Instant.now().plusSeconds(3600));
    Files.createDirectories(root.at("/pki"));
    Files.writeString(root.at("/pki/current.pem"), issued.certificate() + issued.key());
    Kubeconfigs.write(
        root,
        "/kubeconfig",
        api.url(),
        AUTHORITY.pem(),
        "client-certificate: /pki/current.pem, client-key: /pki/current.pem");
  }

  private static String condition(String type) {
    return "{\"conditions\":[{\"type\":\"%s\",\"reason\":\"Because\",\"message\":\"we say so\"}]}"
        .formatted(type);
  }

  private static SigningRequest.@Nullable State state(ApiWatch watch) {
    SigningRequest request = watch.now().request();
    return request == null || !request.name().equals("csr-1") ? null : request.state();
  }

  private static String because(CertificateProbe probe) {
    return ((Verdict.NotYet<ClientCertificate>) probe.look(Duration.ZERO)).because().toLine();
  }

  private KubeletPlace place(String node, String bootstrap) {
    return new KubeletPlace(root, node, "/kubeconfig", bootstrap, "/pki/current.pem", "", Map.of());
  }
}
