package dev.nodeready.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.nodeready.Eventually;
import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import dev.nodeready.failure.FailureException;
import dev.nodeready.host.Root;
import dev.nodeready.retry.Time;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ApiClientTest {
  private static final String NODES = "/api/v1/nodes";
  private static final Authority AUTHORITY = new Authority("ca");
  private static final Duration HOUR = Duration.ofHours(1);

  @TempDir Path folder;
  private Root root;

  @BeforeEach
  void root() {
    root = new Root(folder);
  }

  @Test
  void is_who_its_token_says() throws Exception {
    try (ScriptedApi api = good()) {
      api.user("t1", "system:node:n1");
      assertThat(client(api.url(), "token: t1").whoAmI().user()).isEqualTo("system:node:n1");
    }
  }

  @Test
  void is_who_its_certificate_says() throws Exception {
    Instant end = Instant.now().plus(HOUR);
    Authority.Issued mine = AUTHORITY.node("n1", end);
    Files.createDirectories(root.at("/pki"));
    Files.writeString(root.at("/pki/current.pem"), mine.certificate() + mine.key());
    try (ScriptedApi api = good()) {
      ApiClient client =
          client(api.url(), "client-certificate: /pki/current.pem, client-key: /pki/current.pem");
      assertThat(client.whoAmI().user()).isEqualTo("system:node:n1");
      assertThat(client.certificateExpiresAt()).isBetween(end.minusSeconds(1), end);
    }
  }

  @Test
  void is_who_the_program_of_its_kubeconfig_says_and_asks_it_again_after_a_401() throws Exception {
    Path program = folder.resolve("plugin");
    Files.writeString(
        program,
        """
        #!/bin/sh
        echo "$*|$KUBERNETES_EXEC_INFO|$EXTRA" >>"$(dirname "$0")/calls"
        echo '{"kind":"ExecCredential","status":{"token":"'"$(cat "$(dirname "$0")/token")"'"}}'
        """);
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    Files.writeString(folder.resolve("token"), "old");
    try (ScriptedApi api = good()) {
      api.user("new", "system:node:n1");
      ApiClient client =
          client(
              api.url(),
              "exec: {apiVersion: client.authentication.k8s.io/v1beta1, command: "
                  + program
                  + ", args: [get-token], env: [{name: EXTRA, value: e}]}");
      assertThat(failure(client).code()).isEqualTo(Code.JOIN_UNAUTHORIZED);
      Files.writeString(folder.resolve("token"), "new");
      assertThat(client.whoAmI().user()).isEqualTo("system:node:n1");
      assertThat(client.node("n1")).isEmpty();
    }
    assertThat(Files.readAllLines(folder.resolve("calls")))
        .hasSize(2)
        .allMatch(line ->
            line.equals(
                "get-token|{\"kind\":\"ExecCredential\",\"apiVersion\":"
                    + "\"client.authentication.k8s.io/v1beta1\",\"spec\":"
                    + "{\"interactive\":false}}|e"));
  }

  /** Seen: a node that is watched paid for a handshake whenever a token of EKS had ended. */
  @Test
  void a_token_that_has_ended_is_followed_by_another_on_the_same_connection() throws Exception {
    Path program = folder.resolve("plugin");
    Files.writeString(
        program,
        """
        #!/bin/sh
        echo >>"$0.calls"
        echo '{"kind":"ExecCredential","status":{"token":"t'"$(wc -l <"$0.calls")"'","expirationTimestamp":"2001-01-01T00:00:00Z"}}'
        """);
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    try (ScriptedApi api = good()) {
      api.user("t1", "system:node:n1");
      api.user("t2", "system:node:n2");
      ApiClient client = client(api.url(), "exec: {command: " + program + "}");

      assertThat(client.whoAmI().user()).isEqualTo("system:node:n1");
      assertThat(client.whoAmI().user()).isEqualTo("system:node:n2");

      assertThat(api.peers()).hasSize(1);
    }
  }

  @Test
  void a_program_that_gives_no_credentials_is_told_without_what_it_wrote() throws Exception {
    ApiClient client =
        client(URI.create("https://127.0.0.1:1"), "exec: {command: echo, args: [s3cret]}");
    FailureException thrown = catchThrowableOfType(FailureException.class, client::whoAmI);
    assertThat(thrown.failure().code()).isEqualTo(Code.JOIN_CREDENTIAL_PLUGIN);
    assertThat(thrown.failure().happened()).doesNotContain("s3cret");
  }

  @Test
  void reads_a_node_and_its_lease() throws Exception {
    try (ScriptedApi api = good()) {
      api.user("t1", "system:node:n1");
      api.put(NODES + "/n1", Objects.node("n1", "boot", "machine", "True"));
      api.put(
          "/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases/n1",
          "{\"spec\":{\"renewTime\":\"2026-01-02T03:04:05.678901Z\"}}");
      ApiClient client = client(api.url(), "token: t1");
      NodeObject node = client.node("n1").orElseThrow();
      assertThat(node.bootId()).isEqualTo("boot");
      assertThat(node.machineId()).isEqualTo("machine");
      assertThat(node.ready().isTrue()).isTrue();
      assertThat(client.node("n2")).isEmpty();
      assertThat(client.lease("n1").map(LeaseObject::renewed))
          .contains(Instant.parse("2026-01-02T03:04:05.678901Z"));
    }
  }

  @Test
  void hears_of_a_node_as_it_comes_changes_and_goes() throws Exception {
    List<String> heard = new CopyOnWriteArrayList<>();
    try (ScriptedApi api = good()) {
      api.user("t1", "system:node:n1");
      api.put(NODES + "/n1-other", Objects.node("n1-other", "x", "y", "True"));
      ApiClient client = client(api.url(), "token: t1");
      Thread watching =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  client.watchNode("n1", HOUR, recorder(heard));
                  heard.add("ended");
                } catch (ApiException | InterruptedException e) {
                  heard.add(e.toString());
                }
              });
      Eventually.until("the watch is open", () -> heard.contains("opened"));
      api.put(NODES + "/n1", Objects.node("n1", "b", "m", "False"));
      api.put(NODES + "/n1", Objects.node("n1", "b", "m", "True"));
      api.delete(NODES + "/n1");
      Eventually.until("the end is heard of", () -> heard.size() == 4);
      api.breakWatches();
      watching.join();
    }
    assertThat(heard.subList(0, 4)).containsExactly("opened", "False", "True", "gone");
  }

  @Test
  void tells_an_unknown_token_from_a_bootstrap_token_that_is_none_any_more() throws Exception {
    try (ScriptedApi api = good()) {
      assertThat(failure(client(api.url(), "token: nobody")).code())
          .isEqualTo(Code.JOIN_UNAUTHORIZED);
      Failure expired = failure(client(api.url(), "token: abcdef.0123456789abcdef"));
      assertThat(expired.code()).isEqualTo(Code.JOIN_TOKEN_EXPIRED);
      assertThat(expired.happened()).contains("abcdef").doesNotContain("0123456789abcdef");
    }
  }

  @Test
  void tells_what_may_not_be_read_throttling_and_errors_apart() throws Exception {
    try (ScriptedApi api = good()) {
      api.user("t1", "someone");
      String get = "GET " + NODES + "/n1";
      api.fail(
          get,
          1,
          403,
          "",
          ScriptedApi.status(403, "nodes n1 is forbidden: User \\\"n0\\\" cannot get it"));
      api.fail(get, 1, 429, "7", ScriptedApi.status(429, "too many requests"));
      api.fail(get, 1, 500, "", ScriptedApi.status(500, "etcdserver: no leader"));
      api.fail(get, 1, 200, "", "<html>captive portal</html>");
      ApiClient client = client(api.url(), "token: t1");
      ApiException forbidden = thrown(client);
      assertThat(forbidden.failure().code()).isEqualTo(Code.JOIN_FORBIDDEN);
      assertThat(forbidden.failure().toLine()).contains("/api/v1/nodes/n1", "is forbidden");
      assertThat(forbidden.failure().remedy()).endsWith("kubectl auth can-i get nodes --as n0");
      ApiException throttled = thrown(client);
      assertThat(throttled.failure().code()).isEqualTo(Code.JOIN_THROTTLED);
      assertThat(throttled.retryAfter()).isEqualTo(Duration.ofSeconds(7));
      assertThat(thrown(client).failure().toLine())
          .startsWith("JOIN_API_ERROR")
          .contains("500", "no leader");
      assertThat(thrown(client).failure().toLine())
          .startsWith("JOIN_API_ERROR")
          .contains("no object of the API");
    }
  }

  @Test
  void tells_a_wrong_authority_with_both_sides() throws Exception {
    try (ScriptedApi api = good()) {
      Authority wrong = new Authority("another");
      Failure failure = failure(client(api.url(), wrong, "token: t"));
      assertThat(failure.code()).isEqualTo(Code.JOIN_CA_WRONG);
      assertThat(failure.happened()).contains("CN=ca sha256:", "CN=another sha256:", "/kubeconfig");
    }
  }

  @Test
  void tells_a_certificate_that_has_ended_with_both_clocks() throws Exception {
    Instant end = Instant.now().minus(HOUR);
    try (ScriptedApi api =
        new ScriptedApi(AUTHORITY, AUTHORITY.server(end.minus(HOUR), end, "127.0.0.1"))) {
      Failure failure = failure(client(api.url(), "token: t"));
      assertThat(failure.code()).isEqualTo(Code.JOIN_CERTIFICATE_EXPIRED);
      assertThat(failure.happened())
          .contains("ended at " + end.toString().substring(0, 16), "the server's is 20");
      assertThat(failure.remedy()).contains("renew");
      assertThat(api.asked())
          .as("nothing secret is told to who proves nothing")
          .containsOnly(" GET /readyz");
    }
  }

  @Test
  void tells_a_certificate_that_has_not_begun() throws Exception {
    Instant begin = Instant.now().plus(HOUR);
    try (ScriptedApi api =
        new ScriptedApi(AUTHORITY, AUTHORITY.server(begin, begin.plus(HOUR), "127.0.0.1"))) {
      assertThat(failure(client(api.url(), "token: t")).code())
          .isEqualTo(Code.JOIN_CERTIFICATE_NOT_YET_VALID);
    }
  }

  @Test
  void tells_a_certificate_of_another_name_with_its_names() throws Exception {
    try (ScriptedApi api =
        new ScriptedApi(AUTHORITY, AUTHORITY.server("192.0.2.99", "kubernetes"))) {
      Failure failure = failure(client(api.url(), "token: t"));
      assertThat(failure.code()).isEqualTo(Code.JOIN_CERTIFICATE_NAME);
      assertThat(failure.happened()).contains("192.0.2.99, kubernetes", "127.0.0.1");
    }
  }

  @Test
  void tells_who_refuses_is_silent_or_has_no_address() throws Exception {
    int nobody;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      nobody = socket.getLocalPort();
    }
    assertThat(failure(client(URI.create("https://127.0.0.1:" + nobody), "token: t")).code())
        .isEqualTo(Code.JOIN_API_REFUSED);
    assertThat(failure(client(URI.create("https://nowhere.invalid"), "token: t")).code())
        .isEqualTo(Code.JOIN_API_UNRESOLVED);
    try (ServerSocket mute = new ServerSocket(0, 8, InetAddress.getLoopbackAddress())) {
      URI server = URI.create("https://127.0.0.1:" + mute.getLocalPort());
      Kubeconfig config = kubeconfig(server, AUTHORITY, "token: t");
      Duration soon = Duration.ofMillis(300);
      assertThat(failure(new ApiClient(config, Map.of(), Time.SYSTEM, soon)).code())
          .isEqualTo(Code.JOIN_API_SILENT);
    }
  }

  @Test
  void tells_a_proxy_that_nobody_reaches_from_an_api_server_that_nobody_reaches() throws Exception {
    Kubeconfig config = kubeconfig(URI.create("https://192.0.2.1:6443"), AUTHORITY, "token: t");
    Map<String, String> environment = Map.of("HTTPS_PROXY", "http://user:pw@127.0.0.1:1");
    Failure failure = failure(new ApiClient(config, environment, Time.SYSTEM));
    assertThat(failure.code()).isEqualTo(Code.JOIN_PROXY);
    assertThat(failure.toLine()).contains("127.0.0.1").doesNotContain("pw");
  }

  @Test
  void a_kubeconfig_that_cannot_be_read_says_why() throws IOException {
    FailureException none =
        catchThrowableOfType(FailureException.class, () -> Kubeconfig.read(root, "/none"));
    assertThat(none.failure().toLine()).startsWith("JOIN_KUBECONFIG").contains("no /none");
    Files.writeString(root.at("/odd"), "current-context: x\ncontexts: []\n");
    FailureException odd =
        catchThrowableOfType(FailureException.class, () -> Kubeconfig.read(root, "/odd"));
    assertThat(odd.failure().happened()).contains("no 'x' among its contexts");
  }

  private static Watcher<NodeObject> recorder(List<String> heard) {
    return new Watcher<>() {
      @Override
      public void opened() {
        heard.add("opened");
      }

      @Override
      public void seen(NodeObject node) {
        heard.add(node.ready().status());
      }

      @Override
      public void deleted(NodeObject node) {
        heard.add("gone");
      }
    };
  }

  private static ScriptedApi good() throws Exception {
    return new ScriptedApi(AUTHORITY, AUTHORITY.server("127.0.0.1"));
  }

  private ApiClient client(URI server, String user) throws IOException {
    return client(server, AUTHORITY, user);
  }

  private ApiClient client(URI server, Authority trusted, String user) throws IOException {
    return new ApiClient(kubeconfig(server, trusted, user), Map.of(), Time.SYSTEM);
  }

  private Kubeconfig kubeconfig(URI server, Authority trusted, String user) throws IOException {
    return Kubeconfigs.write(root, "/kubeconfig", server, trusted.pem(), user);
  }

  private static Failure failure(ApiClient client) {
    return catchThrowableOfType(ApiException.class, client::whoAmI).failure();
  }

  private static ApiException thrown(ApiClient client) {
    return catchThrowableOfType(ApiException.class, () -> client.node("n1"));
  }
}
