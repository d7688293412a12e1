package dev.nodeready.host;

import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import dev.nodeready.failure.FailureException;
import dev.nodeready.failure.Words;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Makes, renames and lists folders, and sees that on the disk. */
public final class Folders {
  private static final Set<PosixFilePermission> READABLE =
      PosixFilePermissions.fromString("rw-r--r--");

  private Folders() {}

  /**
   * Makes a folder with those above it.
   *
   * @throws FailureException with code {@code HOST_WRITE_FAILED}
   */
  public static void make(Path folder) {
    if (Files.isDirectory(folder)) {
      return;
    }
    try {
      Uninterrupted.call(() -> {
        Files.createDirectories(folder);
        syncParentOf(folder);
        return folder;
      });
    } catch (IOException e) {
      throw failed("make the folder " + folder, folder, e);
    }
  }

  /**
   * Renames what lies on one file system, at once and so that it survives a power cut.
   *
   * @throws FailureException with code {@code HOST_WRITE_FAILED}, also where something of the new
   *     name is there that is no empty folder
   */
  public static void rename(Path from, Path to) {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
      Uninterrupted.call(() -> {
        syncParentOf(to);
        syncParentOf(from);
        return to;
      });
    } catch (IOException e) {
      throw failed("rename " + from + " to " + to, to, e);
    }
  }

  /**
   * Puts a file that is written to its end where it belongs, readable by all: a crash leaves what
   * was there before, or all of it.
   *
   * @param written beside {@code target}, on the same file system
   * @throws FailureException with code {@code HOST_WRITE_FAILED}
   */
  public static void putInPlace(Path written, Path target) {
    try {
      Uninterrupted.call(() -> {
        Files.setPosixFilePermissions(written, READABLE);
        try (FileChannel channel = FileChannel.open(written, StandardOpenOption.READ)) {
          channel.force(true);
        }
        return written;
      });
    } catch (IOException e) {
      throw failed("write " + target, target, e);
    }
    rename(written, target);
  }

  /**
   * Copies a file, so that a crash leaves what was there before, or all of it.
   *
   * @throws FailureException with code {@code HOST_WRITE_FAILED}
   */
  public static void copy(Path from, Path target) {
    Path beside = target.resolveSibling("." + target.getFileName() + ".nodeready-new");
    make(target.toAbsolutePath().resolveSibling(""));
    try {
      Files.copy(from, beside, StandardCopyOption.REPLACE_EXISTING);
      putInPlace(beside, target);
    } catch (IOException e) {
      throw failed("copy " + from + " to " + target, target, e);
    } finally {
      Trees.removeOwn(beside, null);
    }
  }

  /** What is in a folder under names that begin so; nothing where there is no folder. */
  public static List<Path> list(Path folder, String prefix) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(path -> String.valueOf(path.getFileName()).startsWith(prefix))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw Failure.passing(Code.HOST_READ_FAILED, "read " + folder, Words.of(e)).asException(e);
    }
  }

  /** The name in it, that is; the root of all has none. */
  private static void syncParentOf(Path path) throws IOException {
    Path folder = path.toAbsolutePath().getParent();
    if (folder == null) {
      return;
    }
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static FailureException failed(String tried, Path target, IOException e) {
    return Failure.passing(
            Code.HOST_WRITE_FAILED,
            tried,
            Words.of(e, tried),
            Code.HOST_WRITE_FAILED.remedy("FOLDER", FileStore.there(target).toString()))
        .asException(e);
  }
}
