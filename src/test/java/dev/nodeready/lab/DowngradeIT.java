package dev.nodeready.lab;

import static dev.nodeready.lab.Guest.JOINED;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A node whose package is upgraded from an older version and goes back to it. That one is built of
 * an older state of the sources, so this is run by command: {@code src/test/run -Dit.excluded=
 * -Dit.test=DowngradeIT}.
 */
@Tag("matrix")
@Timeout(900)
@OnControlPlane(1)
class DowngradeIT {
  private static final String OLDER = "0.0.9";
  private static final String PODS = "/api/v1/namespaces/default/pods";
  private static final String POD =
      """
      {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": {"nodeName": "n1",
       "automountServiceAccountToken": false, "enableServiceLinks": false,
       "containers": [{"name": "c", "image": "localhost/kubernetes/pause:latest",
        "imagePullPolicy": "Never"}]}}
      """
          .replace("\n", " ");

  /** Of daemons, pods, and how often systemd has had to start them. */
  private static final String PROCESSES =
      "systemctl show -P MainPID -P NRestarts -P ActiveEnterTimestampMonotonic containerd.service"
          + " kubelet.service; pgrep containerd-shim | sort";

  private static final String SOURCE = " --config-source file:///etc/eks/nodeadm.d";
  private static Path older = Path.of("");

  @TempDir private Path folder;

  @BeforeAll
  static void builds_the_older_one() {
    older =
        Path.of(
            Shell.run(Map.of(), List.of("src/test/lab/older-package"))
                .ok()
                .lines()
                .toList()
                .getLast());
  }

  @Test
  void a_node_goes_on_through_an_upgrade_and_back_and_each_version_reads_what_the_other_left(
      ControlPlane plane) throws IOException {
    Member member =
        Member.of(plane, "n1", folder)
            .withPods()
            .withBootstrapToken(plane.token(Duration.ofMinutes(10)));
    lay("older.deb", older.resolve("nodeready_" + OLDER + "_amd64.deb"));
    lay("current.deb", Lab.deb("nodeready_"));
    try (Guest guest = plane.bootBare(member.files())) {
      guest.ok("dpkg --install /root/older.deb; rm -f /etc/containerd/config.toml");
      guest.ok("systemctl start --no-block nodeready.service");
      guest.await(60, JOINED);
      plane.awaitReady("n1");
      plane.api("POST", PODS, POD);
      try {
        goesUpAndBack(plane, guest);
      } finally {
        plane.api("DELETE", PODS + "/p?gracePeriodSeconds=0");
      }
    }
  }

  private static void goesUpAndBack(ControlPlane plane, Guest guest) {
    guest.await(30, "[ $(ctr -n k8s.io tasks ls | grep -c RUNNING) = 2 ]");
    guest.ok("echo 'NODEREADY_JAVA_OPTS=-Dmine=1' >>/etc/nodeready/environment");
    String processes = guest.ok(PROCESSES);

    guest.ok("dpkg --force-confold --install /root/current.deb");
    assertThat(guest.ok("nodeready --version")).startsWith("nodeready 0.1.0");
    isReadAndLeftAlone(guest, 1);
    assertThat(guest.ok("nodeready analyze --boot 1")).contains("ready");
    assertThat(guest.ok(PROCESSES)).as("nothing of the node restarts").isEqualTo(processes);

    guest.ok("dpkg --force-confold --install /root/older.deb");
    assertThat(guest.ok("nodeready --version")).startsWith("nodeready " + OLDER);
    isReadAndLeftAlone(guest, 2);
    assertThat(guest.ok(PROCESSES)).as("nothing of the node restarts").isEqualTo(processes);
    assertThat(guest.ok("cat /etc/nodeready/environment")).contains("-Dmine=1");
    assertThat(guest.ok("systemctl is-enabled nodeready.service")).isEqualTo("enabled");

    plane.reboot(guest);
    guest.await(60, JOINED);
    plane.awaitReady("n1");
    guest.ok("dpkg --force-confold --install /root/current.deb");
    plane.reboot(guest);
    guest.await(60, JOINED);
    plane.awaitReady("n1");
    assertThat(guest.ok("nodeready boots").lines()).hasSizeGreaterThanOrEqualTo(6);
  }

  /** Status, records and list of files of the other version, and a run of this one. */
  private static void isReadAndLeftAlone(Guest guest, int records) {
    assertThat(guest.ok("nodeready status")).contains("succeeded");
    assertThat(guest.ok("nodeready boots").lines()).hasSizeGreaterThan(records);
    guest.ok("sha256sum --quiet --check /var/lib/nodeready/manifest");
    assertThat(guest.sh("nodeready plan" + SOURCE).code()).as("nothing would change").isZero();
    guest.ok("nodeready init" + SOURCE);
    assertThat(guest.status()).contains("\"succeeded\"").doesNotContain("\"changed\"");
  }

  /** The scripts of the rpm, in a root without any manager of packages. */
  @Test
  void the_rpm_goes_up_and_back_and_leaves_files_of_one_version_alone() throws IOException {
    Path old = older.resolve("nodeready-" + OLDER + "-1.x86_64.rpm");
    try (ImageRoot image = ImageRoot.bare(folder)) {
      rpm(image, "--install", old);
      image.inside("systemctl disable nodeready.service").ok();
      List<String> before = files(image);
      rpm(image, "--upgrade", Lab.rpm());
      assertThat(image.inside("nodeready --version").ok()).startsWith("nodeready 0.1.0");
      assertThat(image.inside("systemctl is-enabled nodeready.service").text())
          .as("the administrator's choice")
          .isEqualTo("disabled");
      rpm(image, "--oldpackage --upgrade", old);
      assertThat(image.inside("nodeready --version").ok()).startsWith("nodeready " + OLDER);
      assertThat(files(image)).isEqualTo(before);
      Lab.script("rpm --root \"$0\" --erase --nodeps nodeready", image.root().toString());
      assertThat(files(image)).isEmpty();
    }
  }

  private static void rpm(ImageRoot image, String how, Path rpm) {
    Lab.script(
        "rpm --root \"$0\" --nodeps --nosignature " + how + " \"$1\"",
        image.root().toString(),
        rpm.toString());
  }

  private static List<String> files(ImageRoot image) {
    return image
        .inside("find /usr /etc/nodeready -path '*nodeready*' ! -type d 2>/dev/null | sort")
        .text()
        .lines()
        .toList();
  }

  private void lay(String name, Path deb) throws IOException {
    Path root = Files.createDirectories(folder.resolve("root"));
    Files.copy(deb, root.resolve(name));
  }
}
