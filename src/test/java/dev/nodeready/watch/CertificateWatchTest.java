package dev.nodeready.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.api.Authority;
import dev.nodeready.api.Objects;
import dev.nodeready.api.ScriptedApi;
import dev.nodeready.failure.Failure;
import dev.nodeready.host.Root;
import dev.nodeready.join.KubeletPlace;
import dev.nodeready.join.Renewal;
import dev.nodeready.kubelet.KubeletPaths;
import dev.nodeready.retry.ManualTime;
import dev.nodeready.retry.Time;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A certificate that is good for a day, as its time goes by. */
@Timeout(60)
class CertificateWatchTest {
  private static final Authority AUTHORITY = new Authority("ca");

  @TempDir private Path folder;
  private final ManualTime time = new ManualTime();
  private Root root;
  private ScriptedApi api;
  private CertificateWatch watch;

  @BeforeEach
  void start() throws Exception {
    root = new Root(folder);
    api = new ScriptedApi(AUTHORITY, AUTHORITY.server("127.0.0.1"));
    Authority.Issued issued = AUTHORITY.node("n1", time.now().plus(Duration.ofDays(1)));
    put("/pki/current.pem", issued.certificate() + issued.key());
    kubeconfig("/pki/current.pem");
    put(KubeletPaths.CONFIG, "{\"rotateCertificates\": true}");
    KubeletPlace place =
        new KubeletPlace(root, "n1", "/kubeconfig", "/boot", "/pki/current.pem", "", Map.of());
    watch = new CertificateWatch(() -> place, new Renewal(Time.SYSTEM), time);
  }

  @AfterEach
  void stop() {
    watch.close();
    api.close();
  }

  private void put(String path, String text) throws Exception {
    Files.createDirectories(root.at(path).getParent());
    Files.writeString(root.at(path), text);
  }

  private void kubeconfig(String certificate) throws Exception {
    String authority =
        Base64.getEncoder().encodeToString(AUTHORITY.pem().getBytes(StandardCharsets.US_ASCII));
    put(
        "/kubeconfig",
        """
        apiVersion: v1
        kind: Config
        clusters: [{name: c, cluster: {server: "%1$s", certificate-authority-data: %2$s}}]
        users: [{name: u, user: {client-certificate: %3$s, client-key: %3$s}}]
        contexts: [{name: x, context: {cluster: c, user: u}}]
        current-context: x
        """
            .formatted(api.url(), authority, certificate));
  }

  /** What the cluster tells, each time, of requests for certificates; its watch ends behind it. */
  private void requested(String... requests) {
    String events =
        Stream.of(requests)
            .map("{\"type\":\"ADDED\",\"object\":%s}\n"::formatted)
            .collect(Collectors.joining());
    api.fail("GET /apis/certificates.k8s.io/", 9, 200, "", events);
  }

  private List<String> told() throws InterruptedException {
    return watch.look().wrong().stream().map(Failure::toLine).toList();
  }

  @Test
  void one_that_kubelet_still_may_renew_is_fine() throws Exception {
    time.advance(Duration.ofHours(22));
    assertThat(told()).isEmpty();
  }

  @Test
  void one_that_is_near_its_end_is_told_and_then_that_it_ended() throws Exception {
    requested();
    time.advance(Duration.ofHours(22).plusMinutes(10));
    assertThat(told())
        .singleElement()
        .asString()
        .startsWith(
            "JOIN_CLIENT_CERTIFICATE_ENDING: tried to see the client certificate of node n1")
        .contains("it ends at " + time.now().plus(Duration.ofMinutes(110)));
    time.advance(Duration.ofMinutes(110));
    assertThat(told()).singleElement().asString().startsWith("JOIN_CLIENT_CERTIFICATE_EXPIRED");

    Authority.Issued renewed = AUTHORITY.node("n1", time.now().plus(Duration.ofDays(1)));
    put("/pki/current.pem", renewed.certificate() + renewed.key());
    assertThat(told()).isEmpty();
  }

  @Test
  void a_kubelet_that_is_not_to_renew_it_is_named_as_the_cause() throws Exception {
    put(KubeletPaths.CONFIG, "{\"rotateCertificates\": false}");
    time.advance(Duration.ofHours(23));
    assertThat(told()).singleElement().asString().contains("rotateCertificates is false");
  }

  @Test
  void what_became_of_the_request_for_another_is_named_as_the_cause() throws Exception {
    String user = "system:node:n1";
    requested(
        Objects.request("csr-1", "n1", user, time.now(), "{}"),
        Objects.request("csr-2", "n2", user, time.now().plusSeconds(9), "{}"));
    time.advance(Duration.ofHours(23));
    assertThat(told()).singleElement().asString().contains("request csr-1 is not approved");
  }

  @Test
  void a_cluster_that_does_not_show_its_requests_leaves_the_cause_open() throws Exception {
    api.fail("GET /apis/certificates.k8s.io/", 1, 403, "", ScriptedApi.status(403, "forbidden"));
    time.advance(Duration.ofHours(23));
    assertThat(told()).singleElement().asString().doesNotContain("request");
  }

  @Test
  void one_that_the_kubeconfig_names_elsewhere_is_read_again_when_it_is_renewed() throws Exception {
    Authority.Issued issued = AUTHORITY.node("n1", time.now().plus(Duration.ofDays(1)));
    put("/elsewhere.pem", issued.certificate() + issued.key());
    kubeconfig("/elsewhere.pem");
    requested();
    assertThat(told()).isEmpty();
    time.advance(Duration.ofHours(25));
    assertThat(told()).singleElement().asString().startsWith("JOIN_CLIENT_CERTIFICATE_EXPIRED");

    Authority.Issued renewed = AUTHORITY.node("n1", time.now().plus(Duration.ofDays(1)));
    put("/elsewhere.pem", renewed.certificate() + renewed.key());
    assertThat(told()).isEmpty();
  }

  @Test
  void one_that_was_not_there_when_the_kubeconfig_was_read_is_seen_once_it_is() throws Exception {
    kubeconfig("/later.pem");
    requested();
    assertThat(told()).isEmpty();
    assertThat(told()).isEmpty();

    Authority.Issued issued = AUTHORITY.node("n1", time.now().plus(Duration.ofDays(1)));
    put("/later.pem", issued.certificate() + issued.key());
    time.advance(Duration.ofHours(25));
    assertThat(told()).singleElement().asString().startsWith("JOIN_CLIENT_CERTIFICATE_EXPIRED");
  }
}
