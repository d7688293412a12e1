package dev.nodeready.lab;

import static dev.nodeready.lab.Guest.JOINED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.lab.Joining.Cni;
import dev.nodeready.lab.Joining.Containerd;
import dev.nodeready.lab.Joining.Credentials;
import dev.nodeready.lab.Joining.Kubelet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Machines with the package installed join a real control plane. */
@Timeout(300)
@OnControlPlane(1)
@Order(1)
class JoinIT {
  // As README says them.
  private static final String CHECK = "nodeready config check -c file:///etc/eks/nodeadm.d";
  private static final String STATUS = "nodeready status --wait";

  @TempDir private Path folder;

  /** Each kubelet, containerd, kind of credentials and state of the pod network once or twice. */
  @ParameterizedTest
  @MethodSource("some")
  void joins(Joining joining, ControlPlane plane) {
    joining.happens(plane, folder);
  }

  private static Stream<Joining> some() {
    return Stream.of(
        new Joining(Kubelet.OLDEST, Containerd.V1, Credentials.PLUGIN, Cni.AT_BOOT),
        new Joining(Kubelet.NEWEST, Containerd.V2, Credentials.BOOTSTRAP_TOKEN, Cni.LATE),
        new Joining(Kubelet.NEWEST, Containerd.V1, Credentials.BOOTSTRAP_TOKEN, Cni.AT_BOOT),
        new Joining(Kubelet.OLDEST, Containerd.V2, Credentials.KUBECONFIG, Cni.NEVER));
  }

  @Test
  void a_bootstrap_kubeconfig_that_is_already_there_makes_a_node(ControlPlane plane) {
    Member member =
        Member.of(plane, "n1", folder)
            .withBootstrapKubeconfig(plane, plane.token(Duration.ofMinutes(10)));
    try (Guest guest = plane.boot(member)) {
      guest.await(30, JOINED);
      plane.awaitReady("n1");
    }
  }

  @Test
  void a_machine_that_has_ipv6_alone_joins_by_it(ControlPlane plane) {
    Member member =
        Member.of(plane, "n1", folder).withPlugin("token-of-n1").at(ControlPlane.ENDPOINT_6);
    try (Guest guest = plane.boot(member, "2001:db8::20")) {
      guest.await(30, JOINED);
      plane.awaitReady("n1");
      assertThat(addresses(plane)).containsExactly("2001:db8::20");
    }
  }

  @Test
  void a_machine_of_both_families_has_the_addresses_that_it_was_told(ControlPlane plane) {
    Member member =
        Member.of(plane, "n1", folder)
            .withPlugin("token-of-n1")
            .spec("25-addresses", "bootstrap: {nodeIPs: ['2001:db8::21', 192.0.2.21]}");
    try (Guest guest = plane.boot(member, "192.0.2.21", "2001:db8::21")) {
      guest.await(30, JOINED);
      plane.awaitReady("n1");
      assertThat(addresses(plane)).containsExactly("2001:db8::21", "192.0.2.21");
    }
  }

  private static List<String> addresses(ControlPlane plane) {
    return plane.node("n1").list("status.addresses").stream()
        .filter(address -> address.text("type").equals("InternalIP"))
        .map(address -> address.text("address"))
        .toList();
  }

  @Test
  void a_bootstrap_token_is_seen_by_nobody_else(ControlPlane plane) {
    String token = plane.token(Duration.ofMinutes(10));
    String secret = token.substring(token.indexOf('.') + 1);
    Member member = Member.of(plane, "n1", folder).withBootstrapToken(token);
    Lab.script("chmod 600 \"$0\"/etc/eks/nodeadm.d/20-token.yaml", folder.toString());
    try (Guest guest = plane.boot(member)) {
      plane.awaitReady("n1");

      assertThat(guest.ok("stat -c %a /var/lib/kubelet/bootstrap-kubeconfig")).isEqualTo("600");
      String readable = "find / /run -xdev -type f -perm /o+r -size -1000k -exec grep -l ";
      assertThat(guest.sh(readable + secret + " {} +").text())
          .as("files that anybody may read")
          .isEmpty();
      assertThat(guest.ok("journalctl -b --no-pager; cat /proc/[0-9]*/cmdline | tr '\\0' ' '"))
          .doesNotContain(secret);
    }
  }

  @Test
  void the_readmes_words_make_a_node_of_a_bare_machine_outside_of_ec2(ControlPlane plane)
      throws IOException {
    String section = section("## Outside of EC2");
    String config =
        between(section, "```yaml\n", "```")
            .replace("https://10.0.0.1:6443", ControlPlane.ENDPOINT)
            .replaceAll("certificateAuthority: .*", "certificateAuthority: " + base64(plane))
            .replace("registry.k8s.io/pause:3.10", "localhost/kubernetes/pause:latest")
            .replace("abcdef.0123456789abcdef", plane.token(Duration.ofMinutes(10)));
    Member member = Member.of(plane, "n1", folder);
    // Without a network apt-get has nothing but what lies here.
    member
        .files()
        .withProgram(
            "/usr/bin/apt-get",
            """
            #!/bin/sh
            set -eu
            [ "$1 $2" = "install -y" ]; shift 2
            for each; do case $each in ./*) dpkg --install "$each" ;; *) dpkg-query -W "$each" ;; esac; done
            """);
    Lab.script(
        "cd \"$0\"; mkdir -p root; mv usr/bin/kubelet root/; cp \"$1\" root/",
        folder.toString(),
        Lab.deb("nodeready_").toString());

    try (Guest guest = plane.bootBare(member.files())) {
      guest.ok("set -e; cd /root\n" + between(section, "```sh\n", "```"));
      guest.ok("umask 077; cat >/etc/eks/nodeadm.d/node.yaml <<'CONFIG'\n" + config + "CONFIG\n");
      for (String command : List.of(CHECK, STATUS)) {
        assertThat(section).contains("`" + command + "`");
      }
      assertThat(guest.ok(CHECK)).contains("Configuration is valid");
      plane.reboot(guest);

      guest.ok(STATUS);
      plane.awaitReady(member.node());
    }
  }

  @Test
  void the_readmes_user_data_makes_a_node_of_an_instance_of_ec2(ControlPlane plane)
      throws IOException {
    String userData =
        between(section("## On EC2"), "```yaml\n", "```")
            .replaceAll("apiServerEndpoint: \\S+", "apiServerEndpoint: " + ControlPlane.ENDPOINT)
            .replaceAll("certificateAuthority: \\S+", "certificateAuthority: " + base64(plane));
    Member member = Member.instance(folder, userData);

    try (Guest guest = plane.boot(member, Member.INSTANCE_ADDRESS)) {
      guest.ok(STATUS);
      plane.awaitReady(member.node());
      assertThat(plane.node(member.node()).text("spec.providerID"))
          .isEqualTo("aws:///us-west-2a/i-0123456789abcdef0");
    }
  }

  private static String base64(ControlPlane plane) {
    return Base64.getEncoder().encodeToString(plane.authority().getBytes(StandardCharsets.UTF_8));
  }

  private static String section(String title) throws IOException {
    return between(Files.readString(Path.of("README.md")), title + "\n", "\n## ");
  }

  private static String between(String text, String before, String behind) {
    int from = text.indexOf(before) + before.length();
    return text.substring(from, text.indexOf(behind, from));
  }
}
