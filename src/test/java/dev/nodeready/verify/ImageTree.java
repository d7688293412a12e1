package dev.nodeready.verify;

import dev.nodeready.host.Root;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;

/** The files of an image that nothing is wrong with, and what a test does to them. */
final class ImageTree {
  static final String UNITS = "/usr/lib/systemd/system/";
  static final String ETC_UNITS = "/etc/systemd/system/";
  static final String WANTS = ETC_UNITS + "multi-user.target.wants/";
  static final String PROVIDER = "/etc/eks/image-credential-provider/ecr-credential-provider";

  private static final Path OURS = Path.of("systemd").toAbsolutePath();

  private final Root root;

  /** What is below a folder so far. */
  ImageTree(Path folder) {
    root = new Root(folder);
  }

  Root root() {
    return root;
  }

  /** A whole image: the units of the package, those of the daemons, a time service, a kernel. */
  ImageTree good() throws IOException {
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
  ImageTree with(String path, String text) throws IOException {
    Files.createDirectories(root.at(path).getParent());
    Files.writeString(root.at(path), text);
    return this;
  }

  /** It has a program. */
  ImageTree program(String path, String text) throws IOException {
    with(path, text);
    Files.setPosixFilePermissions(root.at(path), PosixFilePermissions.fromString("rwxr-xr-x"));
    return this;
  }

  /** It has a link, in the place of what was there. */
  ImageTree link(String path, String target) throws IOException {
    Files.createDirectories(root.at(path).getParent());
    Files.deleteIfExists(root.at(path));
    Files.createSymbolicLink(root.at(path), Path.of(target));
    return this;
  }

  /** It lacks something. */
  ImageTree without(String... paths) throws IOException {
    for (String path : List.of(paths)) {
      Files.delete(root.at(path));
    }
    return this;
  }

  /** A file has other permissions. */
  ImageTree mode(String path, String mode) throws IOException {
    Files.setPosixFilePermissions(root.at(path), PosixFilePermissions.fromString(mode));
    return this;
  }
}
