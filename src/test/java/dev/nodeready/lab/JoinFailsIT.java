package dev.nodeready.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Joins that cannot work on a real control plane: each says why within ten seconds of the moment
 * from which that can be known, and its failure has a code, evidence and a remedy.
 */
@Tag("lab")
@Timeout(300)
@ExtendWith(WithControlPlane.class)
class JoinFailsIT {
  @TempDir private Path folder;

  @Test
  void an_authority_that_has_not_signed_the_server(ControlPlane plane) {
    Member member = plugged(plane).trusting(plane.foreignAuthority());
    fails(plane, member, "JOIN_CA_WRONG", "CN=ca");
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
      // kubelet asks again afterwards, and that request is pending.
      guest.await(60, "grep -q 'JOIN_CSR_DENIED.*not one of ours' /run/nodeready/status.json");
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

  /** A machine that would join if all were well. */
  private Member plugged(ControlPlane plane) {
    return hasty(plane).withPlugin("token-of-n1");
  }

  private Member hasty(ControlPlane plane) {
    return Member.of(plane, "n1", folder)
        .spec("60-budget", "bootstrap: {budgets: {join: 12s, kubelet: 12s}}");
  }

  private Member tokened(ControlPlane plane) {
    return hasty(plane).withBootstrapToken(plane.token(Duration.ofMinutes(10)));
  }

  private static void fails(ControlPlane plane, Member member, String code, String evidence) {
    try (Guest guest = plane.boot(member)) {
      assertFails(guest, code, evidence);
    }
  }

  /** What can be known is told within ten seconds of kubelet's start, and in the end as failure. */
  private static void assertFails(Guest guest, String code, String evidence) {
    guest.await(60, "grep -q -e '" + evidence + "' /run/nodeready/status.json");
    long told = guest.millis();
    // A kubelet that cannot start is not started.
    long started = guest.millis("kubelet.service", "ExecMainStart");
    long knowable = started > 0 ? started : guest.millis("nodeready.service", "ExecMainStart");
    assertThat(told - knowable).as("milliseconds until it is told").isLessThan(10_000);

    guest.await(60, "grep -q '\"code\"' /run/nodeready/status.json");
    Answer failure = Answer.of(guest.status()).at("failure");
    assertThat(failure.text("code")).as(guest.story()).isEqualTo(code);
    assertThat(failure.text("happened")).contains(evidence);
    assertThat(failure.text("tried")).isNotBlank();
    assertThat(failure.text("remedy")).isNotBlank();
    assertThat(guest.journal()).contains(failure.text("remedy"));
  }
}
