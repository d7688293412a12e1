package dev.nodeready.host;

import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import dev.nodeready.failure.FailureException;
import dev.nodeready.failure.Words;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes what lies in folders, however deep. Links go, and what they lead to stays; so does all
 * that lies on another file system, since that is somebody's volume.
 */
public final class Trees {
  private static final Logger LOG = LoggerFactory.getLogger(Trees.class);

  private Trees() {}

  /**
   * Removes a file, a link, or a folder with all that is in it; nothing where nothing is.
   *
   * @throws dev.nodeready.failure.FailureException with code {@code HOST_WRITE_FAILED}, also at a
   *     folder on another file system; all else is gone by then
   * @throws InterruptedException when stopped; a part is gone by then
   */
  public static void remove(Path place) throws InterruptedException {
    Remover remover = new Remover(null, true).walk(place);
    if (remover.stopped) {
      throw new InterruptedException("remove " + place);
    }
    if (remover.first != null) {
      throw failed(place, remover.first);
    }
  }

  /**
   * Removes what we have made for a while, however the process is to end. What cannot go is tried
   * once more, and then stays and is told: it harms nobody.
   *
   * @param kept a folder in it that stays; null where none does
   */
  public static void removeOwn(Path place, @Nullable Path kept) {
    IOException why = new Remover(kept, false).walk(place).first;
    tell(place, why == null ? null : new Remover(kept, false).walk(place).first);
  }

  /** The same of a folder; where somebody else has put something into it, it is theirs now. */
  public static void removeOwnIfEmpty(Path folder) {
    IOException why = refusal(folder);
    tell(folder, why == null ? null : refusal(folder));
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

  private static void tell(Path place, @Nullable IOException why) {
    if (why != null) {
      LOG.warn("{} could not be removed: {}; remove it by hand", place, Words.of(why, ""));
    }
  }

  /**
   * Removes a folder that may be there, if nothing is in it and nothing is mounted on it.
   *
   * @return whether it was there and is gone
   * @throws dev.nodeready.failure.FailureException with code {@code HOST_WRITE_FAILED} where the
   *     file system refuses it
   */
  public static boolean removeIfEmpty(Path folder) {
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    try {
      Files.delete(folder);
      return true;
    } catch (DirectoryNotEmptyException | NoSuchFileException e) {
      return false;
    } catch (IOException e) {
      if (Words.of(e).contains("busy")) {
        return false;
      }
      throw failed(folder, e);
    }
  }

  private static FailureException failed(Path place, IOException e) {
    String tried = "remove " + place;
    return Failure.passing(
            Code.HOST_WRITE_FAILED,
            tried,
            Words.of(e, tried),
            Code.HOST_WRITE_FAILED.remedy("FOLDER", FileStore.there(place).toString()))
        .asException(e);
  }

  /** Removes what it can, and knows what was in its way first. */
  private static final class Remover extends SimpleFileVisitor<Path> {
    private final @Nullable Path kept;
    private final boolean stoppable;
    private @Nullable Object device;
    private @Nullable IOException first;
    private boolean stopped;

    Remover(@Nullable Path kept, boolean stoppable) {
      this.kept = kept;
      this.stoppable = stoppable;
    }

    Remover walk(Path place) {
      if (Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
        try {
          Files.walkFileTree(place, this);
        } catch (IOException e) {
          note(e);
        }
      }
      return this;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
      if (stoppable && Thread.interrupted()) {
        stopped = true;
        return FileVisitResult.TERMINATE;
      }
      return !folder.equals(kept) && isOnOurs(folder)
          ? FileVisitResult.CONTINUE
          : FileVisitResult.SKIP_SUBTREE;
    }

    private boolean isOnOurs(Path folder) {
      try {
        Object on = Files.getAttribute(folder, "unix:dev", LinkOption.NOFOLLOW_LINKS);
        device = device == null ? on : device;
        if (on.equals(device)) {
          return true;
        }
        note(new IOException("another file system is mounted at " + folder));
      } catch (IOException e) {
        visitFileFailed(folder, e);
      }
      return false;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      remove(file);
      return FileVisitResult.CONTINUE;
    }

    /** Somebody else may have removed it meanwhile, and that is all that is wanted. */
    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) {
      if (!(e instanceof NoSuchFileException)) {
        note(e);
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e) {
      if (e != null) {
        note(e);
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
}
