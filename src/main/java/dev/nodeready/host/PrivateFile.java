package dev.nodeready.host;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** A file that a user asked for by its name, and that nobody else may read. */
public final class PrivateFile {
  private PrivateFile() {}

  /**
   * Makes it, in the place of a file that is there. Never through a link: in a folder that all may
   * write into, that would be another's file.
   *
   * @throws IOException when it cannot be made, or something else than a file has its name
   */
  public static OutputStream create(Path path) throws IOException {
    if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
      Files.delete(path);
    }
    return Channels.newOutputStream(
        FileChannel.open(
            path,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))));
  }

  /** Takes away what could not be finished. */
  public static void discard(Path path) {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      // The failure that led here is told; this one would hide it.
      return;
    }
  }
}
