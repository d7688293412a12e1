package dev.nodeready.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertAll;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * An instance of EC2 in whose settings ten secrets are planted joins, and none of them gets out.
 */
@Timeout(200)
@OnControlPlane(2)
class SecretsIT {
  private static final String ROLE =
      "/etc/lab/imds/latest/meta-data/iam/security-credentials/node-role";

  /** Where each is, and the secret. */
  private static final Map<String, String> PLANTED =
      new TreeMap<>(
          Map.of(
              "the plugin's token", "token-of-" + Member.INSTANCE,
              "the role's key", "planted2roleKey",
              "the role's session", "planted3roleSession",
              "a password in other user data", "planted4userData",
              "a proxy's password in the NodeConfig", "planted5proxyOfNode",
              "a daemon's variable that says so", "planted6variable",
              "a password in a daemon's address", "planted7address",
              "a registry's password in containerd's settings", "planted8registry",
              "our own variable that says so", "planted9own",
              "a proxy's password of our own", "planted10proxyOfOurs"));

  /** Every command line and environment that is seen while the machine boots. */
  private static final String LOOKER =
      """
      [Unit]
      DefaultDependencies=no
      Before=nodeready-config.service nodeready.service
      [Service]
      ExecStart=/bin/sh -c 'umask 077; while :; do for p in /proc/[0-9]*; do { tr "\\\\0" " " <$p/cmdline; echo; } >>/run/lines; case $(cat $p/comm) in *nodeready* | java | jspawnhelper) ;; *) { tr "\\\\0" " " <$p/environ; echo; } >>/run/variables ;; esac; done 2>/dev/null; done'
      """;

  /** The lab's plugin ends too soon to be looked at for sure: it tells its variables itself. */
  private static final String TELLS =
      """
      #!/bin/sh
      (umask 077; { tr '\\0' ' ' </proc/$$/environ; echo; } >>/run/variables)
      """;

  @TempDir private Path folder;

  @Test
  void none_of_ten_secrets_gets_out(ControlPlane plane) {
    try (Guest guest = plane.boot(machine(plane), Member.INSTANCE_ADDRESS)) {
      guest.ok("nodeready status --wait");
      plane.awaitReady(Member.INSTANCE);
      guest.ok("systemctl stop looker");
      assertAll(
          () -> programsHaveWhatIsMeantForThem(guest),
          () -> noCommandLineHasOne(guest),
          () -> noProgramThatNeedsNoneHasOneOfOurs(guest),
          () -> noFileThatOthersMayReadHasOne(guest),
          () -> neitherJournalNorConsoleHasOne(guest),
          () -> noCommandTellsOne(guest),
          () -> neitherRecordsNorMetricsNorBundleHaveOne(guest),
          () -> theClusterIsToldNone(plane),
          () -> whatCrashesLeavesNoneBehind(guest));
    }
  }

  private Member machine(ControlPlane plane) {
    Member member = Member.instance(folder, userData(plane));
    member
        .files()
        .with(ROLE, role())
        .with(
            "/etc/nodeready/environment",
            """
            API_PASSWORD=planted9own
            HTTPS_PROXY=http://us:planted10proxyOfOurs@192.0.2.99:3128
            NO_PROXY=*
            """)
        .withUnit("looker.service", LOOKER)
        .withProgram("/usr/bin/aws", TELLS + plugin());
    Lab.script("chmod 600 \"$0\"/etc/nodeready/environment", folder.toString());
    return member;
  }

  private static String plugin() {
    try {
      return Files.readString(Path.of("src/test/lab/member/usr/bin/aws"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String role() {
    return """
    {"Code": "Success", "LastUpdated": "2026-01-01T00:00:00Z", "Type": "AWS-HMAC", "AccessKeyId": "ASIAEXAMPLE",
     "SecretAccessKey": "planted2roleKey", "Token": "planted3roleSession", "Expiration": "2099-01-01T00:00:00Z"}
    """;
  }

  private static String userData(ControlPlane plane) {
    String node =
        Layer.config(
            """
            cluster:
              name: real
              apiServerEndpoint: %s
              certificateAuthority: %s
              cidr: 198.51.100.0/24
            instance:
              environment:
                default: {HTTPS_PROXY: "http://them:planted5proxyOfNode@192.0.2.99:3128", NO_PROXY: "*"}
                kubelet: {DATABASE_PASSWORD: planted6variable}
                containerd: {DATABASE: "postgres://us:planted7address@192.0.2.98/db"}
            containerd:
              config: |
                version = 2
                [plugins."io.containerd.grpc.v1.cri".registry.configs."registry.example".auth]
                  username = "us"
                  password = "planted8registry"
            """
                .formatted(
                    ControlPlane.ENDPOINT,
                    Base64.getEncoder()
                        .encodeToString(plane.authority().getBytes(StandardCharsets.UTF_8))));
    return """
    MIME-Version: 1.0
    Content-Type: multipart/mixed; boundary="B"

    --B
    Content-Type: text/cloud-config

    #cloud-config
    password: planted4userData

    --B
    Content-Type: application/node.eks.aws

    %s
    --B--
    """
        .formatted(node);
  }

  private static String pattern() {
    return String.join("\\|", PLANTED.values()).replace(".", "\\.");
  }

  private static void nowhereIn(String what, String text) {
    PLANTED.forEach(
        (which, secret) -> assertThat(text).as(which + " in " + what).doesNotContain(secret));
  }

  private static void programsHaveWhatIsMeantForThem(Guest guest) {
    assertThat(guest.ok("cat /proc/$(systemctl show -P MainPID kubelet)/environ"))
        .contains("planted5proxyOfNode", "planted6variable");
    assertThat(guest.ok("cat /etc/containerd/config.toml")).contains("planted8registry");
  }

  private static void noCommandLineHasOne(Guest guest) {
    String lines = guest.ok("sort -u /run/lines");
    assertThat(lines).contains("nodeready", "/usr/bin/kubelet ");
    nowhereIn("a command line", lines);
  }

  /** Daemons and whom they start have what the NodeConfig gives them; it is what they are for. */
  private static void noProgramThatNeedsNoneHasOneOfOurs(Guest guest) {
    String variables = guest.ok("sort -u /run/variables");
    assertThat(variables)
        .contains("planted5proxyOfNode", "planted6variable", "planted7address")
        .doesNotContain(
            "planted2roleKey", "planted3roleSession", "planted4userData", "planted8registry");
    assertThat(
            guest
                .sh("grep 'planted9own\\|planted10proxy' /run/variables | grep -v NODEREADY_")
                .text())
        .isEmpty();
  }

  private static void noFileThatOthersMayReadHasOne(Guest guest) {
    assertThat(files(guest, "")).contains("/etc/containerd/config.toml");
    assertThat(files(guest, "-perm /o+r")).isEmpty();
  }

  /** Files with a secret, but for those that play the metadata service. */
  private static String files(Guest guest, String which) {
    String find = "find / /run -xdev -path /etc/lab -prune -o -type f -size -1000k ";
    return guest.sh(find + which + " -exec grep -la '" + pattern() + "' {} +").text();
  }

  private static void neitherJournalNorConsoleHasOne(Guest guest) {
    nowhereIn("the journal", guest.ok("journalctl -b --no-pager -a -o export"));
    nowhereIn("the console", guest.console());
  }

  private static void noCommandTellsOne(Guest guest) {
    for (String command :
        List.of(
            "status",
            "status -o json",
            "doctor",
            "doctor -o json",
            "boots",
            "analyze -o json",
            "verify-image",
            "reset --dry-run")) {
      String said = guest.sh("nodeready " + command + " 2>&1").text();
      assertThat(said).as(command).isNotEmpty();
      nowhereIn("what " + command + " says", said);
    }
  }

  private static void neitherRecordsNorMetricsNorBundleHaveOne(Guest guest) {
    guest.ok(
        "nodeready bundle -o /run/bundle.tar.gz && mkdir /run/bundle && tar xzf /run/bundle.tar.gz -C /run/bundle");
    assertThat(guest.ok("find /run/bundle -type f | wc -l").strip()).isNotEqualTo("0");
    String found = "grep -rl '" + pattern() + "' /run/bundle /var/lib/nodeready /run/nodeready";
    assertThat(guest.sh(found).text()).isEmpty();
  }

  private static void theClusterIsToldNone(ControlPlane plane) {
    String events = plane.api("GET", "/api/v1/namespaces/default/events");
    assertThat(events).contains("nodeready");
    nowhereIn("the events", events);
    nowhereIn("the Node", plane.api("GET", "/api/v1/nodes/" + Member.INSTANCE));
  }

  private static void whatCrashesLeavesNoneBehind(Guest guest) {
    guest.ok("touch /run/before; systemctl start nodeready-watch.service");
    guest.await(20, "test -e /run/nodeready/watch.json");
    guest.ok("kill -SEGV $(systemctl show -P MainPID nodeready-watch.service)");
    guest.await(20, "[ $(systemctl show -P MainPID nodeready-watch.service) = 0 ]");
    // The virtual machine says why, and ends itself without a dump.
    assertThat(guest.property("nodeready-watch.service", "Result")).isEqualTo("exit-code");
    String since = "find / /run /tmp /var -xdev -newer /run/before ! -path /run/variables -type f";
    assertThat(guest.ok(since)).contains("/hs_err_pid");
    assertThat(guest.sh(since + " -exec grep -la '" + pattern() + "' {} +").text()).isEmpty();
  }
}
