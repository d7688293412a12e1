package dev.nodeready.verify;

import dev.nodeready.host.Root;
import dev.nodeready.node.Manifest;
import dev.nodeready.rehearsal.PauseImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;

/** The files of an image that nothing is wrong with, and what a test does to them. */
public final class ImageTree {
  public static final String UNITS = "/usr/lib/systemd/system/";
  public static final String ETC_UNITS = "/etc/systemd/system/";
  public static final String WANTS = ETC_UNITS + "multi-user.target.wants/";
  public static final String PROVIDER =
      "/etc/eks/image-credential-provider/ecr-credential-provider";

  private static final Path OURS = Path.of("systemd").toAbsolutePath();

  private final Root root;

  /** What is below a folder so far. */
  public ImageTree(Path folder) {
    root = new Root(folder);
  }

  public Root root() {
    return root;
  }

  /** A whole image: the units of the package, those of the daemons, a time service, a kernel. */
  public ImageTree good() throws IOException {
    try (Stream<Path> files = Files.walk(OURS, 2)) {
      for (Path file : files.filter(ImageTree::isOfUnits).toList()) {
        copy(file, UNITS + OURS.relativize(file));
      }
    }
    with(UNITS + "containerd.service", "[Service]\nExecStart=/usr/bin/containerd\n");
    with(
        ETC_UNITS + "kubelet.service",
        """
        [Service]
        EnvironmentFile=/etc/eks/kubelet/environment
        ExecStart=/usr/bin/kubelet $NODEADM_KUBELET_ARGS
        """);
    with(UNITS + "chronyd.service", "[Service]\nExecStart=/usr/bin/true\n");
    link(WANTS + "nodeready.service", UNITS + "nodeready.service");
    link(WANTS + "chronyd.service", UNITS + "chronyd.service");
    with(
        "/etc/sysctl.d/99-kubernetes.conf",
        "vm.overcommit_memory=1\nkernel.panic=10\nkernel.panic_on_oops=1\n");
    with("/etc/machine-id", "");
    with("/etc/hosts", "127.0.0.1 localhost\n::1 localhost\n");
    with("/etc/selinux/config", "SELINUX=permissive\n");
    with(
        "/usr/lib/modules/6.12/modules.dep",
        "kernel/fs/overlayfs/overlay.ko.xz:\nkernel/drivers/md/raid0.ko:\n");
    link("/lib", "usr/lib");
    return program(PROVIDER, "#!/bin/sh\n");
  }

  private static boolean isOfUnits(Path file) {
    String name = OURS.relativize(file).toString();
    return (name.endsWith(".service") && !name.contains("/"))
        || name.matches("[^/]+\\.service\\.d/.*");
  }

  private void copy(Path file, String path) throws IOException {
    Files.createDirectories(root.at(path).getParent());
    Files.copy(file, root.at(path), StandardCopyOption.REPLACE_EXISTING);
  }

  /** It has a file. */
  public ImageTree with(String path, String text) throws IOException {
    Files.createDirectories(root.at(path).getParent());
    Files.writeString(root.at(path), text);
    return this;
  }

  /** It has a file that nodeready has written into it. */
  public ImageTree baked(String path, String text) throws IOException {
    with(path, text);
    String digest = PauseImage.digest(text.getBytes(StandardCharsets.UTF_8));
    String line = digest.substring("sha256:".length()) + "  " + path + "\n";
    Path manifest = root.at(Manifest.LASTING);
    String before = Files.exists(manifest) ? Files.readString(manifest) : "";
    return with(Manifest.LASTING, before + line);
  }

  /** It has a program. */
  public ImageTree program(String path, String text) throws IOException {
    with(path, text);
    Files.setPosixFilePermissions(root.at(path), PosixFilePermissions.fromString("rwxr-xr-x"));
    return this;
  }

  /** It has a link, in the place of what was there. */
  public ImageTree link(String path, String target) throws IOException {
    Files.createDirectories(root.at(path).getParent());
    Files.deleteIfExists(root.at(path));
    Files.createSymbolicLink(root.at(path), Path.of(target));
    return this;
  }

  /** It lacks something. */
  public ImageTree without(String... paths) throws IOException {
    for (String path : List.of(paths)) {
      Files.delete(root.at(path));
    }
    return this;
  }

  /** A file has other permissions. */
  public ImageTree mode(String path, String mode) throws IOException {
    Files.setPosixFilePermissions(root.at(path), PosixFilePermissions.fromString(mode));
    return this;
  }
}
