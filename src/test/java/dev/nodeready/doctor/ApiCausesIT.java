package dev.nodeready.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.api.Authority;
import dev.nodeready.api.Kubeconfigs;
import dev.nodeready.api.Objects;
import dev.nodeready.api.ScriptedApi;
import dev.nodeready.catalogue.Code;
import dev.nodeready.doctor.Causes.On;
import dev.nodeready.retry.Time;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An API server on loopback with TLS answers in each way that keeps a node out. */
@Timeout(60)
class ApiCausesIT {
  private static final Authority AUTHORITY = new Authority("ca");
  private static final String KUBECONFIG = "/var/lib/kubelet/kubeconfig";
  private static final String BOOTSTRAP = "/var/lib/kubelet/bootstrap-kubeconfig";
  private static final String NODE = "/api/v1/nodes/n1";
  private static final String CSRS = "/apis/certificates.k8s.io/v1/certificatesigningrequests";

  @TempDir private Path folder;
  private Ill machine;
  private ScriptedApi api;

  @BeforeEach
  void start() throws Exception {
    machine = new Ill(folder).asNode();
    machine.with("/etc/machine-id", "m1\n").with("/sys/class/dmi/id/product_uuid", "m1\n");
    machine.withFlags("--kubeconfig=" + KUBECONFIG + " --hostname-override=n1");
    api = new ScriptedApi(AUTHORITY, AUTHORITY.server("127.0.0.1"));
    api.user("t1", "system:node:n1");
    knows(api.url(), AUTHORITY.pem(), "token: t1");
  }

  @AfterEach
  void stop() {
    api.close();
  }

  private void knows(URI server, String ca, String user) throws Exception {
    Kubeconfigs.write(machine.root(), KUBECONFIG, server, ca, user);
  }

  private Finding finds(Code code, String how) throws Exception {
    List<Finding> found = machine.diagnosis(List.of(JoinCheck.check())).findings();
    assertThat(found).isNotEmpty();
    assertThat(found.getFirst().code()).as("%s", found).isEqualTo(code);
    assertThat(found.getFirst().confidence()).isEqualTo(Confidence.SEEN);
    Causes.proved(
        code, On.SERVER, how, found.getFirst().what().replaceAll("127.0.0.1:\\d+", "HOST"));
    return found.getFirst();
  }

  @Test
  void a_node_that_is_ready_accuses_nobody() throws Exception {
    api.put(NODE, Objects.node("n1", "b", "m1", "True"));

    assertThat(machine.diagnosis(List.of(JoinCheck.check())).findings()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "401, JOIN_UNAUTHORIZED",
    "403, JOIN_FORBIDDEN",
    "429, JOIN_THROTTLED",
    "500, JOIN_API_ERROR",
    "503, JOIN_API_ERROR"
  })
  void an_answer_that_is_a_refusal_is_told(int status, Code code) throws Exception {
    String words = ScriptedApi.status(status, "no, since " + status);
    api.fail("POST", 1, status == 403 ? 201 : status, "", status == 403 ? "{}" : words);
    api.fail("GET", 5, status, "", words);

    finds(code, "an API server answered " + status);
  }

  @Test
  void what_the_certificate_does_not_prove_is_told() throws Exception {
    knows(api.url(), new Authority("other").pem(), "token: t1");
    finds(Code.JOIN_CA_WRONG, "a certificate of another authority");

    Instant now = Instant.now();
    Duration hour = Duration.ofHours(1);
    Duration day = Duration.ofDays(1);
    with(AUTHORITY.server(now.minus(day), now.minus(hour), "127.0.0.1"));
    finds(Code.JOIN_CERTIFICATE_EXPIRED, "a certificate that ended an hour ago");
    with(AUTHORITY.server(now.plus(hour), now.plus(day), "127.0.0.1"));
    finds(Code.JOIN_CERTIFICATE_NOT_YET_VALID, "a certificate that begins in an hour");
    with(AUTHORITY.server("10.9.9.9"));
    finds(Code.JOIN_CERTIFICATE_NAME, "a certificate for another address");
  }

  private void with(Authority.Issued certificate) throws Exception {
    api.close();
    api = new ScriptedApi(AUTHORITY, certificate);
    api.user("t1", "system:node:n1");
    knows(api.url(), AUTHORITY.pem(), "token: t1");
  }

  @Test
  void a_server_that_does_not_listen_or_does_not_answer_is_told() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      URI there = URI.create("https://127.0.0.1:" + silent.getLocalPort());
      knows(there, AUTHORITY.pem(), "token: t1");
      finds(Code.JOIN_API_SILENT, "a listener that says nothing");
    }
    finds(Code.JOIN_API_REFUSED, "a port that nobody listens on");
  }

  @Test
  void a_name_without_an_address_is_told_with_what_each_name_server_says() throws Exception {
    knows(URI.create("https://api.cluster.invalid"), AUTHORITY.pem(), "token: t1");
    machine.with("/etc/resolv.conf", "nameserver 127.0.0.1\n");

    Finding finding = finds(Code.JOIN_API_UNRESOLVED, "a name of the domain invalid");

    assertThat(finding.evidence()).extracting(Evidence::source).contains("name server 127.0.0.1");
  }

  @Test
  void each_name_server_is_asked_by_itself() throws Exception {
    try (DatagramSocket server = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      Thread answers =
          Thread.ofPlatform()
              .daemon()
              .start(() -> {
                try {
                  DatagramPacket question = new DatagramPacket(new byte[512], 512);
                  server.receive(question);
                  byte[] answer = question.getData();
                  answer[2] |= (byte) 0x80;
                  answer[3] = 3;
                  server.send(
                      new DatagramPacket(
                          answer, question.getLength(), question.getSocketAddress()));
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });

      List<Evidence> said =
          new NameServers(List.of("127.0.0.1", "nonsense"), server.getLocalPort())
              .asked("api.example");
      answers.join();

      assertThat(said.get(0).text()).isEqualTo("it answered NXDOMAIN");
      assertThat(said.get(1).text()).startsWith("it cannot be asked");
    }
  }

  @ParameterizedTest
  @CsvSource({"407, Proxy Authentication Required", "403, Forbidden"})
  void a_proxy_that_does_not_let_the_call_pass_is_told(int status, String words) throws Exception {
    byte[] refusal =
        "HTTP/1.1 %d %s\r\n\r\n".formatted(status, words).getBytes(StandardCharsets.US_ASCII);
    try (ServerSocket proxy = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Thread _ =
          Thread.ofPlatform()
              .daemon()
              .start(() -> {
                try {
                  while (true) {
                    try (var client = proxy.accept()) {
                      client.getInputStream().read(new byte[4096]);
                      client.getOutputStream().write(refusal);
                    }
                  }
                } catch (IOException e) {
                  // The test is over.
                }
              });
      machine.with(
          "/etc/systemd/system/kubelet.service.d/environment.conf",
          "[Service]\nEnvironment=\"HTTPS_PROXY=http://127.0.0.1:%d\"\n"
              .formatted(proxy.getLocalPort()));
      knows(URI.create("https://10.255.255.1"), AUTHORITY.pem(), "token: t1");

      Finding finding = finds(Code.JOIN_PROXY, "a proxy that answered " + status);

      assertThat(finding.what()).contains(status + " to CONNECT");
    }
  }

  @Test
  void a_bootstrap_token_that_is_not_taken_is_told() throws Exception {
    machine.withFlags("--kubeconfig=" + KUBECONFIG + " --hostname-override=n1");
    knows(api.url(), AUTHORITY.pem(), "token: abcdef.0123456789abcdef");

    finds(Code.JOIN_TOKEN_EXPIRED, "a bootstrap token that the API server does not know");
  }

  @Test
  void how_the_request_for_a_certificate_stands_is_told() throws Exception {
    Files.delete(machine.root().at(KUBECONFIG));
    machine.withFlags(
        "--kubeconfig=%s --bootstrap-kubeconfig=%s --hostname-override=n1"
            .formatted(KUBECONFIG, BOOTSTRAP));
    Kubeconfigs.write(machine.root(), BOOTSTRAP, api.url(), AUTHORITY.pem(), "token: t1");
    finds(Code.JOIN_CSR_ABSENT, "no request for a certificate");

    Instant now = Instant.now();
    api.put(CSRS + "/csr-1", Objects.request("csr-1", "n1", "system:bootstrap:abcdef", now, "{}"));
    finds(Code.JOIN_CSR_PENDING, "a request that nobody approved");

    api.put(
        CSRS + "/csr-1",
        Objects.request(
            "csr-1",
            "n1",
            "system:bootstrap:abcdef",
            now,
            "{\"conditions\":[{\"type\":\"Denied\",\"reason\":\"policy\",\"message\":\"no\"}]}"));
    finds(Code.JOIN_CSR_DENIED, "a request that was denied");
  }

  @Test
  void how_the_node_stands_is_told() throws Exception {
    finds(Code.JOIN_NOT_REGISTERED, "no such Node");

    api.put(NODE, Objects.node("n1", "b", "another-machine", "True"));
    finds(Code.JOIN_NODE_NAME_TAKEN, "a Node of another machine");

    api.put(
        NODE,
        Objects.node(
            "n1",
            "b",
            "m1",
            "False",
            "KubeletNotReady",
            "cni plugin not initialized",
            "2026-01-01T00:00:05Z"));
    finds(Code.JOIN_NOT_READY, "a Node that is not Ready");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "JOIN_WEBHOOK | Unable to register node with API server\" err=\"admission webhook"
            + " \\\"deny.example\\\" denied the request: no\" node=\"n1\"",
        "JOIN_WEBHOOK | Unable to register node with API server\" err=\"Internal error occurred: failed"
            + " calling webhook \\\"deny.example\\\": no endpoints\" node=\"n1\"",
        "KUBELET_LABEL_FORBIDDEN | Unable to register node with API server\" err=\"nodes \\\"n1\\\" is"
            + " forbidden: is not allowed to modify labels: node-role.kubernetes.io/x\"",
        "JOIN_IDENTITY_OF_ANOTHER_NODE | Unable to register node with API server\" err=\"nodes"
            + " \\\"n1\\\" is forbidden: node \\\"n2\\\" is not allowed to modify node \\\"n1\\\"\""
      })
  void why_kubelet_cannot_register_is_told_by_its_own_words(Code code, String words)
      throws Exception {
    machine.said("kubelet.service", "Started kubelet.", words);

    finds(code, "kubelet's own words beside a Node that is not there");
  }

  /** Whose clock goes ahead of the machine's. */
  private static final class Ahead implements Time {
    @Override
    public Instant now() {
      return Time.SYSTEM.now().plus(Duration.ofMinutes(10));
    }

    @Override
    public long nanos() {
      return Time.SYSTEM.nanos();
    }

    @Override
    public void sleep(Duration time) throws InterruptedException {
      Time.SYSTEM.sleep(time);
    }
  }

  private Diagnosis tenMinutesAhead() throws Exception {
    Patient now = machine.patient();
    Patient wrong =
        new Patient(
            now.root(),
            now.environment(),
            now.commands(),
            now.installed(),
            now.logs(),
            new Ahead(),
            now.asRoot());
    return new Doctor(wrong).look(List.of(JoinCheck.check()), Duration.ofSeconds(10));
  }

  @Test
  void a_clock_that_is_ten_minutes_ahead_of_a_servers_is_told() throws Exception {
    api.put(NODE, Objects.node("n1", "b", "m1", "True"));

    List<Finding> found = tenMinutesAhead().findings();

    assertThat(found).singleElement().extracting(Finding::code).isEqualTo(Code.HOST_CLOCK_WRONG);
    assertThat(found.getFirst().what()).containsPattern("(?:599|600|601) s ahead of");
    Causes.proved(
        Code.HOST_CLOCK_WRONG,
        On.SERVER,
        "the date of a TLS server's answer",
        "the clock is 600 s ahead");
  }

  @Test
  void a_clock_that_is_wrong_is_told_of_a_server_that_is_not_trusted() throws Exception {
    knows(api.url(), new Authority("other").pem(), "token: t1");

    assertThat(tenMinutesAhead().findings())
        .extracting(Finding::code)
        .containsExactly(Code.HOST_CLOCK_WRONG, Code.JOIN_CA_WRONG);
  }

  @Test
  void the_difference_of_two_clocks_is_told_with_both() {
    Instant now = Instant.parse("2026-01-01T12:00:00Z");

    Finding off = ApiClock.judged(now, Duration.ofHours(-1), "https://api").getFirst();

    assertThat(off.toString()).contains("3600 s behind", "HOST_CLOCK_WRONG", "failure");
    assertThat(off.evidence().toString()).contains("12:00:00Z", "https://api", "13:00:00Z");
    assertThat(ApiClock.judged(now, Duration.ofSeconds(-30), "https://api")).isEmpty();
  }
}
