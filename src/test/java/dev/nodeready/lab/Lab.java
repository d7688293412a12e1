package dev.nodeready.lab;

import dev.nodeready.Needs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What every guest is made of: the lab's root file system, stand-ins, and the installed package.
 */
final class Lab {
  static final Path SCRIPT = Path.of("src/test/lab/boot-lab").toAbsolutePath();
  private static final Path WORK = Path.of("target/lab").toAbsolutePath();
  private static @Nullable Lab built;

  private final Path node;
  private final Path member;
  private final Path installed;

  private Lab(Path node, Path member, Path installed) {
    this.node = node;
    this.member = member;
    this.installed = installed;
  }

  /** The lab; skips the test where it cannot be had, except in CI, where that is a failure. */
  static synchronized Lab get() {
    if (built == null) {
      build();
      need(Files.exists(deb("nodeready_")) ? "" : "the Debian package: run mvn -Ppackages package");
      built = new Lab(nodeLayer(), memberLayer(), installedLayer());
    }
    return built;
  }

  /** The layers of a machine with nothing of ours but one layer, which needs no package. */
  static synchronized String plain(Layer layer) {
    build();
    return layer.folder().toString();
  }

  private static void build() {
    need("root".equals(System.getProperty("user.name")) ? "" : "root");
    boolean nspawn = Files.isExecutable(Path.of("/usr/bin/systemd-nspawn"));
    need(nspawn ? "" : "systemd-nspawn: run src/test/setup/10-packages");
    Shell.run(Map.of(), List.of(SCRIPT.toString(), "build")).ok();
  }

  private static void need(String missing) {
    Needs.that(missing.isEmpty(), "the boot lab needs " + missing);
  }

  /** The package that the build has made. */
  static Path deb(String name) {
    return made(name + ".*\\.deb");
  }

  /** The same for systems with rpm. */
  static Path rpm() {
    return made("nodeready-[0-9].*\\.rpm");
  }

  private static Path made(String pattern) {
    try (Stream<Path> files = Files.list(Path.of("target").toAbsolutePath())) {
      return files
          .filter(file -> file.getFileName().toString().matches(pattern))
          .findFirst()
          .orElse(Path.of("target", "absent-package"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The layers of a node that has the package installed, topmost first, as one word. */
  String node(Layer... above) {
    StringBuilder layers = new StringBuilder();
    for (Layer layer : above) {
      layers.append(layer.folder()).append(':');
    }
    return layers.append(installed).append(':').append(node).toString();
  }

  /** The layers of a machine that has the package installed and can join a {@link ControlPlane}. */
  String member(List<Layer> above) {
    StringBuilder layers = new StringBuilder();
    for (Layer layer : above) {
      layers.append(layer.folder()).append(':');
    }
    return layers.append(installed).append(':').append(member).toString();
  }

  /** The layer that a real udev and systemd-networkd lie in. */
  static synchronized Layer udev() {
    build();
    return new Layer(Path.of(Shell.run(Map.of(), List.of(SCRIPT.toString(), "udev")).ok().strip()));
  }

  /** The program that plays what a guest has not got. */
  Path standIn() {
    return node.resolve("usr/local/bin/standin");
  }

  /** What all members of a {@link ControlPlane} have in common. */
  Path settings() {
    return member;
  }

  /** The same without the package. */
  String bareMember(Layer above) {
    return above.folder() + ":" + member;
  }

  /** The layers of a machine without the package. */
  String bare(Layer... above) {
    StringBuilder layers = new StringBuilder();
    for (Layer layer : above) {
      layers.append(layer.folder()).append(':');
    }
    return layers.append(node).toString();
  }

  /**
   * Stand-ins for the instance metadata, EC2 and kubelet; containerd not enabled, as on EKS images.
   */
  private static Path nodeLayer() {
    Path layer = WORK.resolve("node");
    script(
        """
        rm -rf "$0" && mkdir -p "$0" && cp -a src/test/lab/node/. "$0"
        mkdir -p "$0/usr/bin" "$0/usr/local/bin" "$0/etc/systemd/system/sysinit.target.wants" \
          "$0/etc/systemd/system/multi-user.target.wants"
        gcc -O2 -static -s -o "$0/usr/local/bin/standin" src/test/lab/standin.c
        cp "$0/usr/local/bin/standin" "$0/usr/bin/kubelet"
        for unit in net imds ec2; do
          ln -s "../lab-$unit.service" "$0/etc/systemd/system/sysinit.target.wants/lab-$unit.service"
        done
        mknod "$0/etc/systemd/system/multi-user.target.wants/containerd.service" c 0 0
        """,
        layer.toString());
    return layer;
  }

  /** No cloud and no stand-ins, but kubelet's unit; containerd not enabled, as on EKS images. */
  private static Path memberLayer() {
    Path layer = WORK.resolve("member");
    script(
        """
        rm -rf "$0" && mkdir -p "$0" && cp -a src/test/lab/member/. "$0"
        mkdir -p "$0/etc/systemd/system/multi-user.target.wants"
        mknod "$0/etc/systemd/system/multi-user.target.wants/containerd.service" c 0 0
        """,
        layer.toString());
    return layer;
  }

  /** What dpkg makes of the packages, on the lab's root file system. */
  private static Path installedLayer() {
    Path layer = WORK.resolve("installed");
    script(
        """
        lab=${BOOT_LAB:-${XDG_CACHE_HOME:-$HOME/.cache}/boot-lab}
        rm -rf "$0" && mkdir -p "$0/up" "$0/work" "$0/m"
        mount -t tmpfs tmpfs "$0/m"
        mkdir -p "$0/m/up" "$0/m/work" "$0/m/root"
        mount -t overlay overlay -o "lowerdir=$lab/rootfs.base,upperdir=$0/m/up,workdir=$0/m/work" "$0/m/root"
        trap 'umount "$0/m/root"; umount "$0/m"; rmdir "$0/m" "$0/work"' EXIT
        for deb in "$1" "$2"; do
          cp "$deb" "$0/m/root/package.deb"
          chroot "$0/m/root" dpkg --install /package.deb
          rm "$0/m/root/package.deb"
        done
        cp -a "$0/m/up/." "$0/up/"
        """,
        layer.toString(),
        deb("nodeready_").toString(),
        deb("nodeready-nodeadm_").toString());
    return layer.resolve("up");
  }

  static void script(String script, String... arguments) {
    Stream<String> words = Stream.concat(Stream.of("bash", "-euc", script), Stream.of(arguments));
    Shell.run(Map.of(), words.toList()).ok();
  }
}
