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

  /** A drop-in of a unit. */
  Layer withDropIn(String unit, String text) {
    return with("/etc/systemd/system/" + unit + ".d/50-lab.conf", text);
  }
}
