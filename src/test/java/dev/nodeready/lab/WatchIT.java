package dev.nodeready.lab;

import static dev.nodeready.lab.Guest.JOINED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.node.RealPart;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A node that is watched by its unit, with a real containerd that can keep images. */
@InBootLab
@Timeout(200)
class WatchIT {
  private static final String IMAGE = "localhost/kubernetes/pause:latest";
  private static final String PINNED =
      "ctr -n k8s.io images ls name==" + IMAGE + " | grep -q cri-containerd.pinned=pinned";
  private static final String SAID = "journalctl -b -q -o cat -u nodeready-watch";

  @TempDir private Path folder;

  @Test
  void its_image_is_brought_back_and_all_else_is_told_once_and_nothing_is_restarted() {
    try (Guest guest = Guest.beginBoot(Lab.get().node(machine()))) {
      guest.await(30, JOINED);
      guest.ok("ctr -n k8s.io images label " + IMAGE + " io.cri-containerd.pinned=");
      guest.ok("systemctl enable --quiet --now nodeready-watch.service");
      guest.await(20, PINNED);

      // What is mended twice within a minute waits; a watch that begins does not.
      String process = guest.property("nodeready-watch.service", "MainPID");
      guest.ok("dpkg --install /opt/upgrade.deb");
      guest.await(
          20,
          "[ $(systemctl show -P MainPID nodeready-watch.service) -ge 1 ] && [ ! -e /proc/"
              + process
              + " ]");
      guest.await(20, "nodeready status | grep -q '^watch: *all is well'");
      guest.ok("ctr -n k8s.io images rm --sync $(ctr -n k8s.io images ls -q)");
      guest.await(20, PINNED);
      guest.await(20, "nodeready status -o json | grep -q 'imported from /etc/eks/pause.tar'");
      assertThat(guest.starts("containerd") + guest.starts("kubelet")).isEqualTo(2);

      guest.ok("echo '# mine' >>/etc/containerd/config.toml");
      guest.await(20, SAID + " | grep -q 'HOST_FILE_DRIFTED.*containerd/config.toml'");
      guest.ok("echo '# mine' >>/etc/containerd/config.toml");
      guest.ok(
          "for i in 1 2 3; do for unit in containerd kubelet; do"
              + " pid=$(systemctl show -P MainPID $unit); kill -9 $pid;"
              + " until now=$(systemctl show -P MainPID $unit) && [ $now != 0 ] && [ $now != $pid ];"
              + " do sleep 0.05; done; done; done");
      for (String code : new String[] {"CRI_CRASH_LOOP", "KUBELET_CRASH_LOOP"}) {
        guest.await(20, SAID + " | grep -q " + code);
        guest.await(20, "grep -q 'code=\"" + code + "\"} 1' /run/nodeready/watch.prom");
      }
      assertThat(guest.ok(SAID + " | grep -c HOST_FILE_DRIFTED")).isEqualTo("1");
      assertThat(guest.ok("nodeready status"))
          .contains("watch:       HOST_FILE_DRIFTED", "watch:       KUBELET_CRASH_LOOP");

      guest.ok("systemctl disable --quiet --now nodeready-watch.service");
      assertThat(guest.property("nodeready-watch.service", "ActiveState")).isEqualTo("inactive");
      assertThat(guest.ok("ls /run/nodeready")).doesNotContain("watch.json", "watch.prom");
      assertThat(guest.ok("nodeready status")).doesNotContain("watch:");
    }
  }

  /** Daemons that come back at once, and an archive of the image. */
  private Layer machine() {
    String again = "[Unit]\nStartLimitIntervalSec=0\n[Service]\nRestart=always\nRestartSec=100ms\n";
    Layer layer =
        new Layer(folder)
            .withDropIn("containerd.service", again)
            .withDropIn("kubelet.service", again);
    for (String name : new String[] {"containerd", "containerd-shim-runc-v2", "ctr"}) {
      Lab.script(
          "mkdir -p \"$1\"; ln -f \"$0\" \"$1\" 2>/dev/null || cp \"$0\" \"$1\"",
          RealPart.CONTAINERD_2.program(name),
          folder + "/usr/bin/");
    }
    Lab.script(
        "mkdir -p \"$0/etc/eks\"; cp \"${BOOT_LAB:-${XDG_CACHE_HOME:-$HOME/.cache}/boot-lab}/pause.lab.tar\""
            + " \"$0/etc/eks/pause.tar\"; mkdir -p \"$0/opt\"; cp \"$1\" \"$0/opt/upgrade.deb\"",
        folder.toString(),
        Lab.deb("nodeready_").toString());
    return layer;
  }
}
