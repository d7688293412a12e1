package dev.nodeready.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Root file systems are baked as README says, and a machine of one joins a real control plane. */
@Timeout(300)
@OnControlPlane(2)
class BakeIT {
  /** What containerd's part of a boot would write. */
  private static final String WRITTEN = "/etc/containerd/*.* /etc/eks/pause.tar";

  private static final String STAT = "stat -c '%n %s %y' " + WRITTEN;

  private static final String PAUSE = "localhost/kubernetes/pause:latest";

  @TempDir private Path folder;

  @Test
  void a_first_boot_of_a_baked_image_joins_without_a_network_for_the_image_and_writes_nothing_anew(
      ControlPlane plane) throws IOException {
    Path layer = Files.createDirectory(folder.resolve("layer"));
    Member member =
        Member.of(plane, "n1", Files.createDirectory(folder.resolve("n1")))
            .withPlugin("token-of-n1");
    try (ImageRoot image = ImageRoot.bare(folder)) {
      theirs(image.root());
      String baked = image.bakeBy(readme(), Lab.deb("nodeready_"));
      assertThat(baked)
          .contains("image/sandbox-image: changed, localhost/kubernetes/pause:latest loaded from")
          .contains("saved as /etc/eks/pause.tar")
          .contains("disabled nodeadm-config.service", "put /etc/systemd/system/nodeadm-config")
          .containsPattern(
              "trial/kubelet-starts: unchanged, kubelet [0-9.]+ comes through its start")
          .contains("verdict: succeeded")
          .containsPattern("fine: .*, a pod sandbox, .*kubelet");
      assertThat(image.bake("--")).doesNotContain("changed, wrote").contains("verdict: succeeded");
      assertThat(image.inside("nodeready image verify").ok()).contains("nothing is wrong with it");
      assertThat(image.inside("nodeready bake --dry-run").ok()).doesNotContain("written");

      List<String> asBaked = lines(image.inside(STAT).ok());
      try (Guest guest = plane.boot(image.seal(member, layer))) {
        guest.await(60, Guest.JOINED);
        plane.awaitReady("n1");
        assertThat(lines(guest.ok(STAT))).isEqualTo(asBaked);
        assertThat(step(guest, "runtime-files")).isEqualTo("unchanged");
        assertThat(step(guest, "sandbox-image")).isEqualTo("unchanged");
        assertThat(guest.status()).contains("was there, no network used");
        assertThat(guest.ok("nodeready image list")).contains("stored, unpacked");
        isSavedAndLoaded(guest);
      }
    }
  }

  /** By hand, where the store has lost it; Debian's containerd 1.6 keeps none. */
  private static void isSavedAndLoaded(Guest guest) {
    assertThat(guest.ok("nodeready image save /root/saved.tar"))
        .startsWith(PAUSE + " saved as /root/saved.tar, sha256 ")
        .contains(guest.ok("sha256sum </root/saved.tar").substring(0, 64));
    guest.ok("ctr -n k8s.io images rm --sync " + PAUSE);
    assertThat(guest.ok("ctr -n k8s.io images ls -q name==" + PAUSE)).isEmpty();

    assertThat(guest.ok("nodeready image load /root/saved.tar"))
        .startsWith(PAUSE + " loaded from /root/saved.tar, not pinned: ");
    assertThat(guest.ok("ctr -n k8s.io images ls -q name==" + PAUSE)).isEqualTo(PAUSE);
  }

  /** The line that README gives. */
  private static String readme() throws IOException {
    return Files.readString(Path.of("README.md"))
        .lines()
        .filter(line -> line.startsWith("sh /usr/share/doc/nodeready/bake-root "))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> lines(String text) {
    return text.lines().filter(line -> line.startsWith("/etc/")).sorted().toList();
  }

  private static String step(Guest guest, String name) {
    return Answer.of(guest.status()).list("steps").stream()
        .filter(step -> step.text("name").equals(name))
        .map(step -> step.text("outcome"))
        .findFirst()
        .orElse("");
  }

  /** Another agent's unit, as an image for EKS has it. */
  private static void theirs(Path root) throws IOException {
    Files.writeString(
        root.resolve("etc/systemd/system/nodeadm-config.service"),
        "[Service]\nExecStart=/bin/false\n[Install]\nWantedBy=multi-user.target\n");
    Lab.script("chroot \"$0\" systemctl enable --quiet nodeadm-config.service", root.toString());
  }

  /** The rpm runs its scripts in a root that has no manager of packages. */
  @Test
  void a_bake_that_is_killed_is_finished_by_the_next_and_taken_back_whole() throws IOException {
    try (ImageRoot image = ImageRoot.bare(folder).withContainerd2()) {
      theirs(image.root());
      Path config = image.root().resolve("etc/containerd/config.toml");
      String before = Files.readString(config);
      assertThat(image.bake(Lab.rpm() + " -- --dry-run"))
          .contains("disabled nodeadm-config.service")
          .contains("would have written /etc/containerd/config.toml");
      // Wherever that is, of a machine of any speed.
      for (String moment : List.of("0.5", "1", "1.5")) {
        image.bakeAndKill(moment, "-- --archive /var/tmp/pause.tar");
      }
      assertThat(image.bake("-- --archive /var/tmp/pause.tar")).contains("verdict: succeeded");
      assertThat(image.inside("nodeready image verify").ok()).contains("nothing is wrong with it");
      assertThat(image.inside("nodeready image list").ok())
          .contains(": stored, unpacked for overlayfs, pinned\n");
      assertThat(image.inside("nodeready image load /var/tmp/pause.tar").ok())
          .isEqualTo(PAUSE + " was there, is pinned");
      assertThat(image.inside("find /etc /var/lib -name '*.nodeready-new'").ok()).isEmpty();

      image.inside("nodeready unbake").ok();
      assertThat(config).hasContent(before);
      assertThat(image.root().resolve("etc/eks/pause.tar")).doesNotExist();
      String units = "systemctl is-enabled nodeadm-config.service nodeready.service";
      assertThat(image.inside(units).text()).isEqualTo("enabled\ndisabled");
      assertThat(image.inside("nodeready unbake").ok()).isEqualTo("nothing is baked");
      assertThat(image.bake("-- --archive /var/tmp/pause.tar --no-import"))
          .contains("the first boot imports it", "verdict: succeeded");
    }
  }
}
