package dev.nodeready.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.Eventually;
import dev.nodeready.catalogue.Code;
import dev.nodeready.doctor.Causes.On;
import dev.nodeready.doctor.Named;
import dev.nodeready.fleet.Prometheus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Joins that cannot work on a real control plane: each says why within ten seconds of the moment
 * from which that can be known, and its failure has a code, evidence and a remedy.
 */
@Timeout(300)
@OnControlPlane(1)
@Order(1)
class JoinFailsIT {
  /** A machine id, as kubelet tells it. */
  private static final String NAMESAKE = "eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee";

  private static final String ENDED =
      "grep -q -E '\"(succeeded|failed|degraded)\"' /run/nodeready/status.json";

  /** Nobody listens where it is. */
  private static final String WEBHOOK =
      """
      {"apiVersion": "admissionregistration.k8s.io/v1", "kind": "ValidatingWebhookConfiguration",
       "metadata": {"name": "lab"}, "webhooks": [{"name": "deny.lab.example",
       "failurePolicy": "Fail", "sideEffects": "None", "admissionReviewVersions": ["v1"],
       "timeoutSeconds": 1, "clientConfig": {"url": "https://127.0.0.1:1/"},
       "rules": [{"apiGroups": [""], "apiVersions": ["v1"], "operations": ["CREATE"],
       "resources": ["nodes"]}]}]}
      """;

  @TempDir private Path folder;

  @Test
  void an_authority_that_has_not_signed_the_server(ControlPlane plane, @TempDir Path monitoring)
      throws Exception {
    Member member = plugged(plane).trusting(plane.foreignAuthority());
    try (Guest guest = plane.boot(member)) {
      assertFails(guest, "JOIN_CA_WRONG", "CN=ca");
      isTold(guest, "this node has not joined: JOIN_CA_WRONG");

      Path scraped = scraped(guest, monitoring);
      try (Prometheus prometheus =
          new Prometheus(monitoring, monitoring, scraped, Prometheus.rulesAtOnce(monitoring))) {
        Eventually.until("the alert is raised", () -> !prometheus.alerts("node").isEmpty());
        assertThat(prometheus.alerts("node").getFirst().text("labels", "code"))
            .isEqualTo("JOIN_CA_WRONG");

        Member.respec(guest, Member.AUTHORITY, Member.trust(plane.authority()));
        guest.ok("systemctl restart nodeready.service");
        guest.await(30, "! test -e /run/motd.d/nodeready");
        scraped(guest, monitoring);
        Eventually.until("the alert is cleared", () -> prometheus.alerts("node").isEmpty());
      }
    }
  }

  /** What node_exporter would read on the machine itself. */
  private static Path scraped(Guest guest, Path folder) throws IOException {
    guest.await(10, "! grep -q running /run/nodeready/metrics.prom");
    return Files.writeString(
        folder.resolve("nodeready.prom"), guest.ok("cat /run/nodeready/metrics.prom") + "\n");
  }

  /** Whoever sees the machine's console, logs in, or scrapes it is told. */
  private static void isTold(Guest guest, String line) {
    guest.await(10, "test -s /run/motd.d/nodeready");
    // A shell would wait for what nobody types.
    guest.ok("sed -i '/^root:/s,[^:]*$,/bin/true,' /etc/passwd");
    assertThat(guest.ok("script -qc 'login -f root' /dev/null </dev/null"))
        .contains("nodeready: " + line);
    assertThat(guest.ok("cat /run/nodeready/metrics.prom"))
        .contains("nodeready_verdict{state=\"failed\",code=\"JOIN_CA_WRONG\"} 1");
    assertThat(guest.console()).contains("\r\nnodeready: " + line);
  }

  @Test
  void a_certificate_of_the_server_that_has_expired(ControlPlane plane) {
    plane.serving("-2 days", "-1 day", "192.0.2.1");
    fails(plane, plugged(plane), "JOIN_CERTIFICATE_EXPIRED", "CN=kube-apiserver");
  }

  @Test
  void a_certificate_of_the_server_that_is_not_valid_yet(ControlPlane plane) {
    plane.serving("+1 day", "+2 days", "192.0.2.1");
    fails(plane, plugged(plane), "JOIN_CERTIFICATE_NOT_YET_VALID", "begins only at");
  }

  @Test
  void a_certificate_of_the_server_for_other_names(ControlPlane plane) {
    plane.serving("", "", "192.0.2.99");
    fails(plane, plugged(plane), "JOIN_CERTIFICATE_NAME", "192.0.2.99");
  }

  @Test
  void a_port_where_nobody_listens(ControlPlane plane) {
    Member member = plugged(plane).at("https://192.0.2.1:6999");
    fails(plane, member, "JOIN_API_REFUSED", "192.0.2.1:6999");
  }

  @Test
  void an_address_that_swallows_every_packet(ControlPlane plane) {
    Member member = plugged(plane).at("https://203.0.113.7:6443");
    fails(plane, member, "JOIN_API_SILENT", "203.0.113.7");
  }

  @Test
  void a_name_that_is_none(ControlPlane plane) {
    plane.start("names");
    Member member = plugged(plane).at("https://nowhere.lab:6443").asking("192.0.2.1");
    fails(plane, member, "JOIN_API_UNRESOLVED", "nowhere.lab");
  }

  @Test
  void a_token_that_the_server_does_not_know(ControlPlane plane) {
    Member member = hasty(plane).withPlugin("of-nobody-it-knows");
    fails(plane, member, "JOIN_UNAUTHORIZED", "401");
  }

  @Test
  void a_user_without_the_rights_of_a_node(ControlPlane plane) {
    Member member = hasty(plane).withPlugin("nobody");
    fails(plane, member, "JOIN_FORBIDDEN", "nobody");
  }

  @Test
  void credentials_of_another_node(ControlPlane plane) {
    Member member = hasty(plane).withPlugin("token-of-n2");
    fails(plane, member, "JOIN_IDENTITY_OF_ANOTHER_NODE", "system:node:n2");
  }

  @Test
  void a_request_for_a_certificate_that_nobody_approves(ControlPlane plane) {
    plane.withoutApprover();
    fails(plane, tokened(plane), "JOIN_CSR_PENDING", "not approved");
  }

  @Test
  void a_request_for_a_certificate_that_is_denied(ControlPlane plane) {
    plane.withoutApprover();
    try (Guest guest = plane.boot(tokened(plane))) {
      plane.denyRequest("not one of ours");
      long denied = guest.millis();
      // kubelet asks again afterwards, and that request is pending.
      guest.await(60, "grep -q 'JOIN_CSR_DENIED.*not one of ours' /run/nodeready/status.json");
      Duration took = guest.named().since(denied, Code.JOIN_CSR_DENIED);
      inTime(Code.JOIN_CSR_DENIED, took, "not one of ours");
    }
  }

  @Test
  void a_bootstrap_token_that_has_expired(ControlPlane plane) {
    Member member = hasty(plane).withBootstrapToken(plane.token(Duration.ofMinutes(-1)));
    fails(plane, member, "JOIN_TOKEN_EXPIRED", "expired");
  }

  @Test
  void a_flag_that_this_kubelet_does_not_have(ControlPlane plane) {
    Member member = plugged(plane).kubeletFlag("--no-such-flag=1");
    fails(plane, member, "CONFIG_VALUE_INVALID", "no --no-such-flag");
  }

  @Test
  void a_flag_that_newer_kubelets_have_no_more(ControlPlane plane) {
    Member member = plugged(plane).newestKubelet().kubeletFlag("--machine-id-file=/etc/machine-id");
    fails(plane, member, "CONFIG_VALUE_INVALID", "--machine-id-file");
  }

  @Test
  void a_label_that_kubelet_may_not_give_itself(ControlPlane plane) {
    Member member = plugged(plane).kubeletFlag("--node-labels=node-role.kubernetes.io/worker=x");
    fails(plane, member, "CONFIG_VALUE_INVALID", "node-role.kubernetes.io/worker");
  }

  /** Nobody but kubelet knows of it. */
  @Test
  void a_forbidden_label_that_a_drop_in_of_kubelets_unit_adds(ControlPlane plane) {
    Member member = plugged(plane);
    member
        .files()
        .with(
            "/etc/systemd/system/kubelet.service.d/90-labels.conf",
            """
            [Service]
            ExecStart=
            ExecStart=/usr/bin/kubelet $NODEADM_KUBELET_ARGS --node-labels=node-role.kubernetes.io/worker=x
            """);
    try (Guest guest = plane.boot(member)) {
      assertFails(guest, "KUBELET_CRASH_LOOP", "node-role.kubernetes.io/worker");
      Answer cause = Answer.of(guest.status()).at("failure").list("causes").getFirst();
      assertThat(cause.text("code")).isEqualTo("KUBELET_LABEL_FORBIDDEN");
      assertThat(guest.journal()).contains("cause (seen): KUBELET_LABEL_FORBIDDEN");
      Duration took = guest.named().sinceKubeletStarted(Code.KUBELET_LABEL_FORBIDDEN);
      inTime(Code.KUBELET_LABEL_FORBIDDEN, took, cause.text("what"));
    }
  }

  /** Kubelet alone hears of it; the doctor names it while the boot still waits for the Node. */
  @Test
  void a_webhook_that_fails_for_every_node(ControlPlane plane) {
    String hooks = "/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations";
    plane.api("POST", hooks, WEBHOOK);
    try (Guest guest = plane.boot(plugged(plane))) {
      guest.await(30, "journalctl -b -q -u kubelet.service | grep -q 'failed calling webhook'");
      long refused = guest.millis();
      String told = guest.sh("nodeready doctor --only JOIN_WEBHOOK").text();
      long took = guest.millis() - refused;
      assertThat(told).contains("JOIN_WEBHOOK (seen)", "deny.lab.example");
      inTime(Code.JOIN_WEBHOOK, Duration.ofMillis(took), "the doctor finds it beside the wait");

      guest.await(60, ENDED);
      Answer failure = Answer.of(guest.status()).at("failure");
      assertThat(failure.text("code")).isEqualTo("JOIN_NOT_REGISTERED");
      assertThat(failure.list("causes").getFirst().text("code")).isEqualTo("JOIN_WEBHOOK");
    } finally {
      plane.api("DELETE", hooks + "/lab");
    }
  }

  /**
   * The second one's kubelet has written the Node over before anybody could look at it; that the
   * first one lives can be known once it has done the same.
   */
  @Test
  void a_name_that_a_live_machine_has(ControlPlane plane, @TempDir Path other) throws Exception {
    try (Guest _ = joined(plane, other);
        Guest second = plane.boot(namesake(plane))) {
      Eventually.until("the Node is the second one's", () -> isNamesakes(plane));
      Eventually.until("the first one has it again", () -> !isNamesakes(plane));
      long knowable = second.millis();
      second.await(90, ENDED);
      Answer status = Answer.of(second.status());
      assertThat(status.text("state")).as(second::story).isEqualTo("failed");
      Answer failure = status.at("failure");
      assertThat(failure.text("code")).isEqualTo("JOIN_NODE_NAME_TAKEN");
      assertThat(failure.text("happened")).contains("of another machine", "machine id", NAMESAKE);
      assertThat(failure.text("remedy")).contains("spec.bootstrap.nodeName");
      Duration took = second.named().since(knowable, Code.JOIN_NODE_NAME_TAKEN);
      inTime(Code.JOIN_NODE_NAME_TAKEN, took, failure.text("happened"));
    }
  }

  @Test
  void a_machine_in_the_place_of_one_that_died_a_moment_ago_is_not_accused(
      ControlPlane plane, @TempDir Path other) {
    joined(plane, other).close();
    try (Guest second = plane.boot(namesake(plane))) {
      second.await(90, ENDED);
      assertThat(Answer.of(second.status()).text("state")).as(second::story).isEqualTo("succeeded");
      assertThat(isNamesakes(plane)).isTrue();
    }
  }

  private static boolean isNamesakes(ControlPlane plane) {
    return plane.node("n1").text("status.nodeInfo.machineID").equals(NAMESAKE);
  }

  private static Guest joined(ControlPlane plane, Path folder) {
    Guest guest = plane.boot(Member.of(plane, "n1", folder).withPlugin("token-of-n1"));
    try {
      guest.await(60, ENDED);
      plane.awaitReady("n1");
      // What is older than another kubelet is so by seconds.
      guest.ok("sleep 5");
      return guest;
    } catch (AssertionError e) {
      guest.close();
      throw e;
    }
  }

  private Member namesake(ControlPlane plane) {
    Member member =
        Member.of(plane, "n1", folder)
            .withPlugin("token-of-n1")
            .spec("60-budget", "bootstrap: {budgets: {join: 35s}}");
    member.files().with("/etc/machine-id", NAMESAKE + "\n");
    return member;
  }

  @Test
  void a_pod_whose_sandbox_cannot_start(ControlPlane plane) {
    Member member = withPodOfTheNetwork(plugged(plane).withoutCni());
    member.files().with("/usr/sbin/runc", "not a program\n");
    try (Guest guest = plane.boot(member)) {
      assertFails(guest, "KUBELET_SANDBOX", "pods do not start");
      assertThat(guest.journal()).contains("runc", "executable file not found");
    }
  }

  /** As a network plugin is brought: on the host's network, since there is no other yet. */
  private static Member withPodOfTheNetwork(Member member) {
    member
        .files()
        .with(
            "/etc/kubernetes/manifests/network.json",
            """
            {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "network", "namespace": "kube-system"},
             "spec": {"hostNetwork": true, "containers": [
               {"name": "c", "image": "localhost/kubernetes/pause:latest", "imagePullPolicy": "Never"}]}}
            """);
    return member.spec("70-pods", "kubelet: {config: {staticPodPath: /etc/kubernetes/manifests}}");
  }

  private Member plugged(ControlPlane plane) {
    return plugged(plane, folder);
  }

  /** A machine that would join if all were well. */
  static Member plugged(ControlPlane plane, Path folder) {
    return hasty(plane, folder).withPlugin("token-of-n1");
  }

  private Member hasty(ControlPlane plane) {
    return hasty(plane, folder);
  }

  private static Member hasty(ControlPlane plane, Path folder) {
    return Member.of(plane, "n1", folder)
        .spec("60-budget", "bootstrap: {budgets: {join: 12s, kubelet: 12s}}");
  }

  private Member tokened(ControlPlane plane) {
    return hasty(plane).withBootstrapToken(plane.token(Duration.ofMinutes(10)));
  }

  static void fails(ControlPlane plane, Member member, String code, String evidence) {
    try (Guest guest = plane.boot(member)) {
      assertFails(guest, code, evidence);
    }
  }

  private static void inTime(Code code, Duration took, String happened) {
    Named.inTime(code, On.CONTROL_PLANE, WithControlPlane.test(), took, happened);
  }

  /** What can be known is told within ten seconds of kubelet's start, and in the end as failure. */
  private static void assertFails(Guest guest, String code, String evidence) {
    guest.await(60, "grep -q '\"permanent\"' /run/nodeready/status.json");
    Answer failure = Answer.of(guest.status()).at("failure");
    assertThat(failure.text("code")).as(guest.story()).isEqualTo(code);
    assertThat(failure.text("happened")).contains(evidence);
    assertThat(failure.text("tried")).isNotBlank();
    assertThat(failure.text("remedy")).isNotBlank();
    assertThat(guest.journal()).contains(failure.text("remedy"));
    Duration took = guest.named().sinceKubeletStarted(Code.valueOf(code));
    inTime(Code.valueOf(code), took, failure.text("happened"));
  }
}
