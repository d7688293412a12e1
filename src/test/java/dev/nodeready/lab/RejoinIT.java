package dev.nodeready.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Machines that were nodes before, with what is left of that on their disks. */
@Timeout(300)
@OnControlPlane(2)
class RejoinIT {
  private static final String CERTIFICATE = "/var/lib/kubelet/pki/kubelet-client-current.pem";
  private static final Duration VALID = Duration.ofMinutes(10);

  @TempDir private Path folder;

  @Test
  void a_reboot_while_the_api_server_is_away(ControlPlane plane) {
    try (Guest guest = joined(plane)) {
      plane.stop("apiserver");
      plane.reboot(guest);
      guest.ok("sleep 20");
      plane.start("apiserver");

      joins(plane, guest, "n1");
      assertThat(requests(plane)).as("the certificate on disk is used").isOne();
    }
  }

  /** Which version that is, is edited; the program itself would tell another. */
  @Test
  void a_reboot_asks_no_program_for_a_version_that_it_has_told_before(ControlPlane plane) {
    String told = "/var/lib/nodeready/programs";
    try (Guest guest = joined(plane, member(plane).ownKubelet())) {
      assertThat(guest.ok("cat " + told)).contains("/kubelet", "/containerd");
      guest.ok("sed -i 's/^\\([0-9]*\\.[0-9]*\\)\\.[0-9]*\\(.*kubelet\\)$/\\1.99\\2/' " + told);
      plane.reboot(guest);

      joins(plane, guest, "n1");
      assertThat(guest.ok("cat /run/eks/nodeadm/config.json")).contains(".99\"");
      assertThat(guest.ok("cut -d' ' -f1 " + told)).as("it stays known").contains(".99");
    }
  }

  @Test
  void an_expired_certificate_and_a_valid_bootstrap_token(ControlPlane plane) {
    try (Guest guest = joined(plane)) {
      String expired = plane.client("/O=system:nodes/CN=system:node:n1", "-2 days", "-1 day");
      guest.ok("systemctl stop kubelet.service");
      guest.ok("cat >/var/lib/kubelet/pki/expired.pem <<'END'\n" + expired + "\nEND");
      guest.ok("ln -sf expired.pem " + CERTIFICATE);
      plane.reboot(guest);

      joins(plane, guest, "n1");
      assertThat(requests(plane)).isEqualTo(2);
    }
  }

  @Test
  void another_authority_of_the_cluster(ControlPlane plane) {
    try (Guest guest = joined(plane);
        ControlPlane successor = ControlPlane.start()) {
      Member.respec(guest, Member.AUTHORITY, Member.trust(successor.authority()));
      Member.respec(guest, Member.TOKEN, Member.bootstrapToken(successor.token(VALID)));
      guest.rebootAtOnce();
      successor.attach(guest);

      joins(successor, guest, "n1");
    }
  }

  @Test
  void a_disk_that_was_cloned_to_another_machine(ControlPlane plane) {
    try (Guest guest = joined(plane)) {
      String sum = guest.ok("sha256sum <" + CERTIFICATE);
      Member.respec(guest, Member.NAME, Member.name("n2"));
      guest.ok("echo dddddddddddddddddddddddddddddddd >/etc/machine-id");
      plane.reboot(guest);

      joins(plane, guest, "n2");
      assertThat(guest.journal()).contains("system:node:n1");
      assertThat(guest.ok("find /var/lib -name '*.pem*' -type f -exec sha256sum {} + | cut -c1-64"))
          .as("nothing was deleted")
          .contains(sum.substring(0, 64));
    }
  }

  @Test
  void a_node_that_was_deleted_meanwhile(ControlPlane plane) {
    try (Guest guest = joined(plane)) {
      plane.api("DELETE", "/api/v1/nodes/n1");
      plane.reboot(guest);

      joins(plane, guest, "n1");
    }
  }

  private Guest joined(ControlPlane plane) {
    return joined(plane, member(plane));
  }

  private Member member(ControlPlane plane) {
    return Member.of(plane, "n1", folder).withBootstrapToken(plane.token(VALID));
  }

  private static Guest joined(ControlPlane plane, Member member) {
    Guest guest = plane.boot(member);
    try {
      joins(plane, guest, "n1");
    } catch (AssertionError e) {
      guest.close();
      throw e;
    }
    return guest;
  }

  /** Of this boot, by the boot id that kubelet writes into the Node. */
  private static void joins(ControlPlane plane, Guest guest, String name) {
    guest.await(150, "grep -q -E '\"(succeeded|failed|degraded)\"' /run/nodeready/status.json");

    assertThat(Answer.of(guest.status()).text("state")).as(guest.story()).isEqualTo("succeeded");
    Answer node = plane.node(name);
    assertThat(node.condition("Ready")).isEqualTo("True");
    assertThat(node.text("status.nodeInfo.bootID"))
        .isEqualTo(guest.ok("cat /proc/sys/kernel/random/boot_id"));
  }

  private static long requests(ControlPlane plane) {
    return plane.certificateRequests().list("items").stream()
        .filter(
            request -> request.text("spec.signerName").endsWith("kube-apiserver-client-kubelet"))
        .count();
  }
}
