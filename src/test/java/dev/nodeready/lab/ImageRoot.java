package dev.nodeready.lab;

import dev.nodeready.node.RealPart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A root file system that a machine image is made of: the lab's Debian with containerd and kubelet,
 * and the settings that all members have. What it gets lies in a layer of its own.
 */
final class ImageRoot implements AutoCloseable {
  private final Path folder;

  private ImageRoot(Path folder) {
    this.folder = folder;
  }

  /** One without the package, and with an archive of the sandbox image in {@code /var/tmp}. */
  static ImageRoot bare(Path parent) throws IOException {
    ImageRoot image = new ImageRoot(Files.createDirectory(parent.resolve("image")));
    Lab.script(
        """
        lab=${BOOT_LAB:-${XDG_CACHE_HOME:-$HOME/.cache}/boot-lab}
        mount -t tmpfs tmpfs "$0"
        mkdir "$0/up" "$0/work" "$0/root" "$0/store"
        mkdir -p "$3/usr/bin"
        ln -f "$2" "$3/usr/bin/kubelet" 2>/dev/null || cp "$2" "$3/usr/bin/kubelet"
        mount -t overlay overlay -o "lowerdir=$3:$1:$lab/rootfs.base,upperdir=$0/up,workdir=$0/work" "$0/root"
        # Not on the overlay, since containerd's own snapshots are overlays.
        mkdir -p "$0/root/var/lib/containerd"
        mount --bind "$0/store" "$0/root/var/lib/containerd"
        cp "$lab/pause.lab.tar" "$0/root/var/tmp/pause.tar"
        """,
        image.folder.toString(),
        Lab.get().settings().toString(),
        RealPart.KUBELET.program("kubelet"),
        parent.resolve("parts").toString());
    return image;
  }

  /** The same with a containerd that keeps images, in the place of Debian's. */
  ImageRoot withContainerd2() {
    for (String name : List.of("containerd", "containerd-shim-runc-v2", "ctr")) {
      String built = RealPart.CONTAINERD_2.program(name);
      Lab.script("cp \"$0\" \"$1/usr/bin/\"", built, root().toString());
    }
    return this;
  }

  Path root() {
    return folder.resolve("root");
  }

  /** What {@code bake-root} says, which has to work. */
  String bake(String words) {
    return Shell.run(
            Map.of(),
            List.of(
                "sh", "-c", "exec sh systemd/image/bake-root \"$0\" " + words, root().toString()))
        .ok();
  }

  /** The same, killed after so many seconds. */
  void bakeAndKill(String seconds, String words) {
    String line = "exec timeout -s KILL " + seconds + " sh systemd/image/bake-root \"$0\" " + words;
    Shell.Said _ = Shell.run(Map.of(), List.of("sh", "-c", line, root().toString()));
  }

  /** The same by a line of shell that is run beside it and a package. */
  String bakeBy(String line, Path deb) {
    String here =
        line.replace("/usr/share/doc/nodeready/", Path.of("systemd/image").toAbsolutePath() + "/");
    return Shell.run(
            Map.of(),
            List.of(
                "sh", "-euc", "cd \"$0\"; cp \"$1\" .; " + here, folder.toString(), deb.toString()))
        .ok();
  }

  /** Runs a line of shell in it, as bake-root does. */
  Shell.Said inside(String line) {
    String script =
        """
        mount -t proc proc "$0/proc"; mount --rbind /sys "$0/sys"; mount -t tmpfs tmpfs "$0/run"
        mount --bind /dev "$0/dev"; exec chroot "$0" sh -c "$1"
        """;
    return Shell.run(
        Map.of(),
        List.of("unshare", "--mount", "--", "sh", "-euc", script, root().toString(), line));
  }

  /** A member that is a machine of this image; it is not to be baked any more. */
  Member seal(Member member, Path layer) {
    Lab.script("cp -a \"$0/up/.\" \"$1\"", folder.toString(), layer.toString());
    return member.ofImage(new Layer(layer), folder.resolve("store"));
  }

  @Override
  public void close() {
    Lab.script(
        "umount \"$0/root/var/lib/containerd\" \"$0/root\"; umount \"$0\"", folder.toString());
  }
}
