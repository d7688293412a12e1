package dev.nodeready.host;

import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import dev.nodeready.failure.FailureException;
import dev.nodeready.failure.Words;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes, renames, lists and removes folders, and sees that on the disk. */
public final class Folders {
  private static final Logger LOG = LoggerFactory.getLogger(Folders.class);
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
      removeTree(beside, null);
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

  /**
   * Takes away a folder with all that is in it, or a file. What cannot go is tried once more, and
   * then stays and is told: it harms nobody in a folder of our own.
   *
   * @param kept a folder in it that stays; null where none does
   */
  public static void removeTree(Path folder, @Nullable Path kept) {
    IOException why = remains(folder, kept) == null ? null : remains(folder, kept);
    if (why != null) {
      LOG.warn("a part of {} could not be removed: {}; remove it by hand", folder, Words.of(why));
    }
  }

  /**
   * Takes away a folder of ours; where somebody else has put something into it meanwhile it is
   * theirs. What cannot go is tried once more, and then stays and is told.
   */
  public static void removeIfEmpty(Path folder) {
    IOException why = refusal(folder) == null ? null : refusal(folder);
    if (why != null) {
      LOG.warn("{} could not be removed: {}; remove it by hand", folder, Words.of(why));
    }
  }

  private static @Nullable IOException refusal(Path folder) {
    try {
      Files.deleteIfExists(folder);
      return null;
    } catch (DirectoryNotEmptyException e) {
      return null;
    } catch (IOException e) {
      return e;
    }
  }

  /** Why something of it is still there; null where nothing is. */
  private static @Nullable IOException remains(Path folder, @Nullable Path kept) {
    Remover remover = new Remover(kept);
    try {
      Files.walkFileTree(folder, remover);
    } catch (IOException e) {
      return e;
    }
    return remover.first;
  }

  /** Removes what it can, and knows what was first in its way. */
  private static final class Remover extends SimpleFileVisitor<Path> {
    private final @Nullable Path kept;
    private @Nullable IOException first;

    Remover(@Nullable Path kept) {
      this.kept = kept;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
      return folder.equals(kept) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      remove(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) {
      if (!(e instanceof NoSuchFileException)) {
        note(e);
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException error) {
      if (error != null) {
        note(error);
      }
      if (kept == null || !kept.startsWith(folder)) {
        remove(folder);
      }
      return FileVisitResult.CONTINUE;
    }

    private void remove(Path place) {
      try {
        Files.deleteIfExists(place);
      } catch (IOException e) {
        note(e);
      }
    }

    private void note(IOException e) {
      first = first == null ? e : first;
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
