package dev.nodeready.host;

import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import dev.nodeready.failure.FailureException;
import dev.nodeready.failure.Words;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * Removes what lies in folders, however deep. Links go, and what they lead to stays; so does all
 * that lies on another file system, since that is somebody's volume.
 */
public final class Trees {
  private Trees() {}

  /**
   * Removes a file, a link, or a folder with all that is in it; nothing where nothing is.
   *
   * @throws dev.nodeready.failure.FailureException with code {@code HOST_WRITE_FAILED}, also at a
   *     folder on another file system; a part is gone by then
   * @throws InterruptedException when stopped; a part is gone by then
   */
  public static void remove(Path place) throws InterruptedException {
    try {
      if (Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
        Files.walkFileTree(place, new Remover(device(place)));
      }
    } catch (InterruptedIOException e) {
      throw (InterruptedException) new InterruptedException("remove " + place).initCause(e);
    } catch (IOException e) {
      throw failed(place, e);
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

  private static Object device(Path place) throws IOException {
    return Files.getAttribute(place, "unix:dev", LinkOption.NOFOLLOW_LINKS);
  }

  private static final class Remover extends SimpleFileVisitor<Path> {
    private final Object device;

    Remover(Object device) {
      this.device = device;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
        throws IOException {
      if (Thread.interrupted()) {
        throw new InterruptedIOException();
      }
      if (!device.equals(device(folder))) {
        throw new IOException("another file system is mounted at " + folder);
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.deleteIfExists(file);
      return FileVisitResult.CONTINUE;
    }

    /** Somebody else may have removed it meanwhile, and that is all that is wanted. */
    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
      if (e instanceof NoSuchFileException) {
        return FileVisitResult.CONTINUE;
      }
      throw e;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e)
        throws IOException {
      if (e != null) {
        throw e;
      }
      Files.deleteIfExists(folder);
      return FileVisitResult.CONTINUE;
    }
  }
}
