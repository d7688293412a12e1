package dev.nodeready.host;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** A file that a user asked for by its name, and that nobody else may read. */
public final class PrivateFile {
  private PrivateFile() {}

  /**
   * What is written into it.
   *
   * @param <T> what is known when it is written
   */
  @FunctionalInterface
  public interface Content<T> {
    /**
     * Writes all of it.
     *
     * @throws IOException when it cannot be written
     * @throws InterruptedException when stopped
     */
    T writeTo(OutputStream out) throws IOException, InterruptedException;
  }

  /**
   * Makes it, in the place of a file that is there, when all of it is written; whatever ends that
   * before leaves what was there as it was. Never through a link: in a folder that all may write
   * into, that would be another's file.
   *
   * @throws IOException when it cannot be made, or something else than a file has its name
   * @throws InterruptedException when stopped
   */
  public static <T> T write(Path path, Content<T> content)
      throws IOException, InterruptedException {
    if (Files.exists(path, LinkOption.NOFOLLOW_LINKS) && !isFile(path)) {
      throw new FileAlreadyExistsException(path.toString());
    }
    Path unfinished = path.resolveSibling("." + path.getFileName() + ".nodeready-new");
    try (OutputStream out = create(unfinished)) {
      T known = content.writeTo(out);
      Files.move(unfinished, path, StandardCopyOption.ATOMIC_MOVE);
      return known;
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }

  private static boolean isFile(Path path) {
    return Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS);
  }

  private static OutputStream create(Path path) throws IOException {
    if (isFile(path)) {
      Files.delete(path);
    }
    return Channels.newOutputStream(
        FileChannel.open(
            path,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))));
  }
}
