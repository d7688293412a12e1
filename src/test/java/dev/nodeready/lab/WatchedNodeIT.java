package dev.nodeready.lab;

import static dev.nodeready.lab.Guest.JOINED;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What becomes of a node in its cluster, seen by its watch: with a real kubelet that collects
 * images, and a real API server. By command alone, since kubelet collects each five minutes: {@code
 * src/test/run -Dit.excluded= -Dit.test=WatchedNodeIT}.
 */
@Tag("matrix")
@Timeout(900)
@OnControlPlane(1)
class WatchedNodeIT {
  private static final String SAID = "journalctl -b -q -o cat -u nodeready-watch";
  private static final String CERTIFICATE = "/var/lib/kubelet/pki/kubelet-client-current.pem";

  @TempDir private Path folder;

  private Guest watched(ControlPlane plane, Member member) {
    Guest guest = plane.boot(member);
    guest.await(120, JOINED);
    guest.ok("systemctl enable --quiet --now nodeready-watch.service");
    guest.await(20, "nodeready status | grep -q '^watch:'");
    return guest;
  }

  private Member member(ControlPlane plane) {
    return Member.of(plane, "n1", folder).containerd2();
  }

  private static void told(ControlPlane plane, Guest guest, String code, String reason) {
    guest.await(90, SAID + " | grep -q " + code);
    plane.awaitEvent(reason);
    guest.await(10, "grep -q 'code=\"" + code + "\"' /run/nodeready/watch.prom");
  }

  /** containerd up to 1.6 keeps no image, so that a collector takes it whatever its label. */
  @Test
  void a_collection_of_garbage_that_takes_the_image(ControlPlane plane) {
    Member member =
        Member.of(plane, "n1", folder)
            .withKubeconfig(plane, "token-of-n1")
            .spec(
                "40-collect", "kubelet: {config: {imageMinimumGCAge: 1s, imageMaximumGCAge: 30s}}");
    Lab.script(
        "mkdir -p \"$0/etc/eks\"; cp \"${BOOT_LAB:-${XDG_CACHE_HOME:-$HOME/.cache}/boot-lab}/pause.lab.tar\""
            + " \"$0/etc/eks/pause.tar\"",
        folder.toString());
    try (Guest guest = watched(plane, member)) {
      guest.ok("sleep 200");
      guest.await(200, SAID + " | grep -q 'IMAGE_NOT_STORED'");
      guest.await(90, SAID + " | grep -q 'mended: .* imported from /etc/eks/pause.tar'");
      assertThat(
              guest.ok(
                  "journalctl -b -q -o cat -u kubelet | grep -i 'image garbage\\|Removing image'"))
          .isNotBlank();
      guest.ok("ctr -n k8s.io images ls -q | grep pause");
      plane.awaitEvent("Mended");
    }
  }

  @Test
  void a_certificate_minutes_before_its_end_that_kubelet_is_not_to_renew(ControlPlane plane) {
    Member member =
        member(plane)
            .withBootstrapToken(plane.token(Duration.ofMinutes(10)))
            .spec("40-keep", "kubelet: {config: {rotateCertificates: false}}");
    try (Guest guest = watched(plane, member)) {
      String late = plane.client("/O=system:nodes/CN=system:node:n1", "-2 hours", "+3 minutes");
      guest.ok("cat >/var/lib/kubelet/pki/late.pem <<'END'\n" + late + "\nEND");
      guest.ok("ln -sfn late.pem " + CERTIFICATE);

      told(plane, guest, "JOIN_CLIENT_CERTIFICATE_ENDING", "JoinClientCertificateEnding");
      assertThat(guest.ok("nodeready status")).contains("rotateCertificates is false");
      guest.await(200, SAID + " | grep -q JOIN_CLIENT_CERTIFICATE_EXPIRED");
    }
  }

  @Test
  void a_certificate_that_nobody_renews_and_then_somebody_does(ControlPlane plane) {
    Member member = member(plane).withBootstrapToken(plane.token(Duration.ofMinutes(10)));
    try (Guest guest = watched(plane, member)) {
      plane.withoutApprover();
      String late = plane.client("/O=system:nodes/CN=system:node:n1", "-2 hours", "+9 minutes");
      guest.ok("cat >/var/lib/kubelet/pki/late.pem <<'END'\n" + late + "\nEND");
      guest.ok("ln -sfn late.pem " + CERTIFICATE + "; systemctl restart kubelet");

      told(plane, guest, "JOIN_CLIENT_CERTIFICATE_ENDING", "JoinClientCertificateEnding");
      guest.await(90, "nodeready status | grep -q 'request csr-.* is not approved'");
      plane.stop("manager");
      plane.start("manager");
      guest.await(200, SAID + " | grep -q 'over after .*: JOIN_CLIENT_CERTIFICATE_ENDING'");
    }
  }

  @Test
  void a_node_that_is_deleted_and_registers_again(ControlPlane plane) {
    try (Guest guest = watched(plane, member(plane).withKubeconfig(plane, "token-of-n1"))) {
      plane.api("DELETE", "/api/v1/nodes/n1");
      told(plane, guest, "JOIN_NODE_DELETED", "JoinNodeDeleted");

      guest.ok("systemctl restart kubelet");
      guest.await(120, SAID + " | grep -q 'over after .*: JOIN_NODE_DELETED'");
      guest.await(10, "nodeready status | grep -q '^watch: *all is well'");
    }
  }

  /** Its kubelet writes the one Node in turns with this one's, and that is told once. */
  @Test
  void a_node_whose_name_another_machine_takes(ControlPlane plane, @TempDir Path other) {
    try (Guest guest = watched(plane, member(plane).withKubeconfig(plane, "token-of-n1"))) {
      Member twin = Member.of(plane, "n1", other).withKubeconfig(plane, "token-of-n1");
      twin.files().with("/etc/machine-id", "d".repeat(32) + "\n");
      try (Guest second = plane.boot(twin)) {
        told(plane, guest, "JOIN_NODE_NAME_TAKEN", "JoinNodeNameTaken");
        second.ok("sleep 45");
        assertThat(guest.ok(SAID + " | grep -c 'JOIN_NODE_NAME_TAKEN: tried'")).isEqualTo("1");
      }
      guest.await(300, SAID + " | grep -q 'over after .*: JOIN_NODE_NAME_TAKEN'");
    }
  }
}
