package dev.nodeready.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Files laid over a guest's root file system.
 *
 * @param folder a new folder, as the guest's root
 */
record Layer(Path folder) {
  /** Where a node's configuration lies. */
  static final String CONFIG = "/etc/eks/nodeadm.d/";

  /** A file. */
  Layer with(String path, String text) {
    Path file = folder.resolve(path.substring(1));
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  /** A program. */
  Layer withProgram(String path, String text) {
    with(path, text);
    try {
      Files.setPosixFilePermissions(
          folder.resolve(path.substring(1)), PosixFilePermissions.fromString("rwxr-xr-x"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  /** A unit that every boot starts. */
  Layer withUnit(String name, String text) {
    with("/etc/systemd/system/" + name, text);
    Path wants = folder.resolve("etc/systemd/system/multi-user.target.wants");
    try {
      Files.createDirectories(wants);
      Files.createSymbolicLink(wants.resolve(name), Path.of("../" + name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  /** Lines of {@code spec} in a file of their own beside the node's other configuration. */
  Layer withSpec(String file, String lines) {
    return with(CONFIG + file + ".yaml", config(lines));
  }

  /** A NodeConfig of these lines of {@code spec}. */
  static String config(String lines) {
    String text = "apiVersion: node.eks.aws/v1alpha1\nkind: NodeConfig\nspec:\n";
    return text + lines.stripTrailing().indent(2);
  }

  /** A drop-in of a unit. */
  Layer withDropIn(String unit, String text) {
    return with("/etc/systemd/system/" + unit + ".d/50-lab.conf", text);
  }
}
