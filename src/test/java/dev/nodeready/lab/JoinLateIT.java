package dev.nodeready.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Joins that come late, but come: none is called failed, and no unit is started anew. */
@Timeout(300)
@OnControlPlane(2)
class JoinLateIT {
  private static final String REGISTERED =
      "grep -q '\"registeredAt\" : \"2' /run/nodeready/status.json";

  @TempDir private Path folder;

  @Test
  void an_api_server_that_is_15_seconds_late(ControlPlane plane) {
    String token = plane.token(Duration.ofMinutes(10));
    plane.stop("apiserver");
    try (Guest guest = plane.boot(Member.of(plane, "n1", folder).withBootstrapToken(token))) {
      guest.ok("sleep 15");
      plane.start("apiserver");
      joins(plane, guest);
    }
  }

  @Test
  void an_api_server_that_is_a_minute_late(ControlPlane plane) {
    plane.stop("apiserver");
    try (Guest guest = plane.boot(plugged(plane))) {
      guest.ok("sleep 60");
      plane.start("apiserver");
      joins(plane, guest);
    }
  }

  @Test
  void an_api_server_that_goes_away_for_20_seconds_in_the_middle(ControlPlane plane) {
    try (Guest guest = plane.boot(plugged(plane).withoutCni())) {
      guest.await(60, REGISTERED);
      plane.stop("apiserver");
      guest.ok(Member.PUT_CNI + "; sleep 20");
      plane.start("apiserver");
      joins(plane, guest);
    }
  }

  @Test
  void an_api_server_that_answers_errors_while_its_store_is_away(ControlPlane plane) {
    plane.stop("etcd");
    try (Guest guest = plane.boot(plugged(plane))) {
      guest.ok("sleep 15");
      plane.start("etcd");
      joins(plane, guest);
    }
  }

  @Test
  void an_api_server_that_has_too_much_to_do(ControlPlane plane) {
    plane.start("front");
    plane.front("429 2");
    try (Guest guest = plane.boot(plugged(plane).at(ControlPlane.FRONT))) {
      guest.await(60, "grep -q 429 /run/nodeready/status.json");
      guest.ok("sleep 10");
      plane.front("relay");
      joins(plane, guest);
    }
  }

  @Test
  void a_runtime_that_is_killed_between_the_start_of_kubelet_and_ready(ControlPlane plane) {
    try (Guest guest = plane.boot(plugged(plane).withoutCni())) {
      guest.await(60, "systemctl is-active --quiet kubelet.service");
      guest.ok("systemctl kill -s KILL --kill-who=main containerd.service");
      guest.ok(Member.PUT_CNI);
      joins(plane, guest);
    }
  }

  @Test
  void a_network_that_is_plugged_in_late(ControlPlane plane) {
    try (Guest guest = plane.bootUnplugged(plugged(plane))) {
      guest.ok("sleep 10");
      plane.attach(guest);
      joins(plane, guest);
    }
  }

  private Member plugged(ControlPlane plane) {
    return Member.of(plane, "n1", folder).withPlugin("token-of-n1");
  }

  private static void joins(ControlPlane plane, Guest guest) {
    guest.await(150, "grep -q -E '\"(succeeded|failed|degraded)\"' /run/nodeready/status.json");

    Answer status = Answer.of(guest.status());
    assertThat(status.text("state")).as(guest.story()).isEqualTo("succeeded");
    assertThat(plane.node("n1").condition("Ready")).isEqualTo("True");
    assertThat(guest.property("nodeready.service", "NRestarts")).isEqualTo("0");
    assertThat(guest.journal()).doesNotContain("verdict: failed");
  }
}
