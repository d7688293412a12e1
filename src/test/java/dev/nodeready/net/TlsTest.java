package dev.nodeready.net;

import static dev.nodeready.net.ScriptedServer.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.nodeready.net.CallException.Stage;
import dev.nodeready.retry.Time;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TlsTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  @TempDir private static Path folder;
  private static String own;
  private static String namesake;
  private static String broken;
  private static ScriptedServer server;

  @BeforeAll
  static void start() throws Exception {
    OwnAuthority authority = new OwnAuthority(folder, "ip:127.0.0.1");
    own = authority.bundle().toString();
    Path other = Files.createDirectory(folder.resolve("other"));
    namesake = new OwnAuthority(other, "ip:127.0.0.1").bundle().toString();
    broken = Files.writeString(folder.resolve("broken.pem"), "no certificate").toString();
    server =
        new ScriptedServer(
            authority.serverSocket(InetAddress.getLoopbackAddress(), 0), a -> answer(200, "safe"));
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"AWS_CA_BUNDLE", "SSL_CERT_FILE"})
  void trusts_the_authority_that_the_environment_names(String variable) throws Exception {
    assertThat(ask(Map.of(variable, own), List.of())).isEqualTo("safe");
  }

  @Test
  void trusts_the_authorities_of_the_machine() throws Exception {
    assertThat(ask(Map.of(), List.of(Path.of(own)))).isEqualTo("safe");
  }

  @Test
  void looks_on_where_a_bundle_of_the_machine_is_absent_or_broken() throws Exception {
    List<Path> machine = List.of(folder.resolve("absent.pem"), Path.of(broken), Path.of(own));

    assertThat(ask(Map.of(), machine)).isEqualTo("safe");
  }

  /** A cluster whose kubeconfig names no authority was judged by the JDK's alone. */
  @Test
  void who_names_no_authority_is_judged_by_those_of_the_machine() throws Exception {
    List<Path> machine = List.of(folder.resolve("absent.pem"), Path.of(broken), Path.of(own));

    assertThat(Tls.machinesJudge(machine).getAcceptedIssuers())
        .singleElement()
        .extracting(authority -> authority.getSubjectX500Principal().getName())
        .isEqualTo("CN=own");
    assertThat(Tls.machinesJudge(List.of()).getAcceptedIssuers()).isNotEmpty();
  }

  @Test
  void prefers_what_is_named_for_aws() throws Exception {
    assertThat(ask(Map.of("AWS_CA_BUNDLE", own, "SSL_CERT_FILE", broken), List.of()))
        .isEqualTo("safe");
  }

  @Test
  void trusts_nobody_whom_the_jdk_does_not_know_where_nothing_is_named() {
    CallException failure = failure(Map.of(), List.of());

    assertThat(failure.stage()).isEqualTo(Stage.TLS);
    assertThat(failure.happened()).contains("certification path");
  }

  @Test
  void trusts_nobody_of_another_name() {
    String url = "https://localhost:" + server.port();

    assertThat(failure(() -> ask(url, Map.of("AWS_CA_BUNDLE", own), List.of(), MINUTE)))
        .extracting(CallException::happened)
        .asString()
        .contains("localhost");
  }

  @ParameterizedTest
  @ValueSource(strings = {"AWS_CA_BUNDLE", "SSL_CERT_FILE"})
  void says_which_variable_names_an_unusable_bundle(String variable) {
    assertThat(failure(Map.of(variable, broken), List.of()).happened())
        .contains(variable + " " + broken);
    assertThat(failure(Map.of(variable, "/absent"), List.of()).happened())
        .contains(variable + " /absent");
  }

  @Test
  void shakes_hands_no_longer_than_the_call_may_take() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String url = "https://127.0.0.1:" + silent.getLocalPort();
      long start = System.nanoTime();

      assertThat(failure(() -> ask(url, Map.of(), List.of(), Duration.ofMillis(200))).stage())
          .isEqualTo(Stage.ANSWER_TIMEOUT);
      // The limit of a handshake alone is ten seconds.
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(9));
    }
  }

  @Test
  void speaks_with_a_server_that_knows_no_x25519() throws Exception {
    OwnAuthority authority =
        new OwnAuthority(Files.createDirectories(folder.resolve("fips")), "ip:127.0.0.1");
    SSLServerSocket socket =
        (SSLServerSocket) authority.serverSocket(InetAddress.getLoopbackAddress(), 0);
    SSLParameters approved = socket.getSSLParameters();
    approved.setNamedGroups(new String[] {"secp256r1"});
    socket.setSSLParameters(approved);
    try (ScriptedServer fips = new ScriptedServer(socket, a -> answer(200, "approved"))) {
      String url = "https://127.0.0.1:" + fips.port();
      Map<String, String> trusting = Map.of("AWS_CA_BUNDLE", authority.bundle().toString());

      assertThat(ask(url, trusting, List.of(), MINUTE)).isEqualTo("approved");
    }
  }

  /** As a machine's bundle has it, of which a boot has no time to read all. */
  @Test
  void finds_an_authority_among_others_although_one_is_broken() throws Exception {
    assertThat(askWith(block("no certificate"), pem(namesake), pem(own))).isEqualTo("safe");
  }

  @Test
  void believes_the_whole_bundle_where_those_that_are_named_do_not_do() throws Exception {
    String other = pem(own).replace(" CERTIFICATE", " X509 CERTIFICATE");

    assertThat(askWith(pem(namesake), other)).isEqualTo("safe");
  }

  @Test
  void reads_a_bundle_that_is_not_in_pem() throws Exception {
    byte[] der = Base64.getMimeDecoder().decode(pem(own).replaceAll("-----.*-----", ""));
    Path file = Files.write(folder.resolve("own.der"), der);

    assertThat(ask(Map.of("AWS_CA_BUNDLE", file.toString()), List.of())).isEqualTo("safe");
  }

  @Test
  void trusts_no_namesake_of_an_authority() {
    assertThat(failure(() -> askWith(pem(namesake))).happened()).contains("TLS failed");
  }

  @Test
  void says_why_a_server_is_not_trusted_and_not_what_else_is_broken_in_the_bundle() {
    assertThat(failure(() -> askWith(pem(namesake), block("no certificate"))).happened())
        .contains("path validation failed: signature check failed");
  }

  @Test
  void says_in_which_bundle_no_authority_can_be_read() {
    assertThat(failure(() -> askWith(block("no certificate"))).happened())
        .contains(folder.resolve("bundle.pem").toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"# ", "#", ";", "> ", "-"})
  void does_not_trust_an_authority_that_is_commented_out(String mark) throws Exception {
    String all = pem(own).replaceAll("(?m)^(?=.)", mark);
    String data = pem(own).replaceAll("(?m)^(?=[A-Za-z0-9])", mark);
    String ends = pem(own).replaceAll("(?m)^(?=-----)", mark);

    for (String form : List.of(all, data, ends)) {
      assertThat(failure(() -> askWith(pem(namesake), form)).stage()).isEqualTo(Stage.TLS);
    }
  }

  @Test
  void calls_go_on_with_what_was_prepared() throws Exception {
    Path bundle = Files.writeString(folder.resolve("prepared.pem"), pem(own));
    Tls tls = new Tls(Map.of("AWS_CA_BUNDLE", bundle.toString()), List.of());

    tls.prepare();
    Files.delete(bundle);

    assertThat(ask("https://127.0.0.1:" + server.port(), tls, MINUTE)).isEqualTo("safe");
  }

  @Test
  void what_cannot_be_prepared_is_told_by_the_call() {
    Tls tls = new Tls(Map.of("AWS_CA_BUNDLE", broken), List.of());

    tls.prepare();

    assertThat(failure(() -> ask("https://127.0.0.1:" + server.port(), tls, MINUTE)).happened())
        .contains("AWS_CA_BUNDLE " + broken);
  }

  private static String askWith(String... certificates) throws IOException, InterruptedException {
    Path bundle = Files.writeString(folder.resolve("bundle.pem"), String.join("\n", certificates));
    return ask(Map.of("AWS_CA_BUNDLE", bundle.toString()), List.of());
  }

  private static String pem(String file) throws IOException {
    return Files.readString(Path.of(file));
  }

  private static String block(String content) {
    String base64 = Base64.getEncoder().encodeToString(content.getBytes(StandardCharsets.UTF_8));
    return "-----BEGIN CERTIFICATE-----\n" + base64 + "\n-----END CERTIFICATE-----";
  }

  private static CallException failure(Map<String, String> environment, List<Path> machine) {
    return failure(() -> ask(environment, machine));
  }

  private static CallException failure(ThrowingCallable call) {
    return Objects.requireNonNull(catchThrowableOfType(CallException.class, call));
  }

  private static String ask(Map<String, String> environment, List<Path> machine)
      throws IOException, InterruptedException {
    String url = "https://127.0.0.1:" + server.port();
    return ask(url, environment, machine, MINUTE);
  }

  private static String ask(
      String url, Map<String, String> environment, List<Path> machine, Duration whole)
      throws IOException, InterruptedException {
    return ask(url, new Tls(environment, machine), whole);
  }

  private static String ask(String url, Tls tls, Duration whole)
      throws IOException, InterruptedException {
    return new Http(Time.SYSTEM, tls)
        .send(
            new Http.Request("GET", URI.create(url), Map.of(), ""),
            new Http.Bounds(MINUTE, MINUTE, whole, 100),
            null)
        .text();
  }
}
