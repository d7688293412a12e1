package dev.nodeready.host;

import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import dev.nodeready.failure.FailureException;
import dev.nodeready.failure.Words;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/**
 * Writes files so that a crash at any point leaves each of them whole, old or new: a temporary file
 * beside it, fsync, rename, fsync of the folder. A file that is already as it should be is not
 * touched.
 */
public final class FileStore {
  private static final Set<PosixFilePermission> FOLDER_MODE = permissions(0755);

  private final Root root;
  private final boolean durable;
  private final Watcher watcher;

  /** A store below {@code root} that survives a power cut. */
  public FileStore(Root root) {
    this(root, true, (operation, place) -> {});
  }

  /** The same, telling {@code watcher} of each operation: a crash test stops there. */
  FileStore(Root root, Watcher watcher) {
    this(root, true, watcher);
  }

  private FileStore(Root root, boolean durable, Watcher watcher) {
    this.root = root;
    this.durable = durable;
    this.watcher = watcher;
  }

  /** Sees each operation on the file system before it is done. */
  @FunctionalInterface
  interface Watcher {
    /**
     * Called before an operation.
     *
     * @throws IOException to have it fail
     */
    void before(String operation, Path place) throws IOException;
  }

  /**
   * The same store without fsync, for files that need not survive a power cut, such as those in
   * /run.
   */
  public FileStore volatileCopy() {
    return new FileStore(root, false, watcher);
  }

  /**
   * Makes the file be so.
   *
   * @return whether anything was written
   * @throws dev.nodeready.failure.FailureException with code {@code HOST_WRITE_FAILED}
   */
  public boolean apply(RenderedFile file) {
    Path target = root.at(file.path());
    try {
      return Uninterrupted.call(() -> bringAbout(target, file));
    } catch (IOException e) {
      throw failed("write " + target, target, e);
    }
  }

  /**
   * Removes a file that may be there.
   *
   * @return whether it was there
   * @throws dev.nodeready.failure.FailureException with code {@code HOST_WRITE_FAILED}
   */
  public boolean remove(String path) {
    Path target = root.at(path);
    try {
      // A crash may have left the temporary file of a write that was never finished.
      boolean leftover = delete(temporary(target));
      boolean was = delete(target);
      if (was || leftover) {
        Uninterrupted.call(() -> sync(parent(target)));
      }
      return was;
    } catch (IOException e) {
      throw failed("remove " + target, target, e);
    }
  }

  /**
   * Gives a file another name beside it, so that nobody reads it any more and nothing is lost. Of a
   * link only the link.
   *
   * @param name of the file from then on; another one of this name gives way
   * @throws dev.nodeready.failure.FailureException with code {@code HOST_WRITE_FAILED}
   */
  public void setAside(String path, String name) {
    Path target = root.at(path);
    try {
      Uninterrupted.call(() -> {
        Files.move(target, target.resolveSibling(name), StandardCopyOption.REPLACE_EXISTING);
        sync(parent(target));
        return target;
      });
    } catch (IOException e) {
      throw failed("set " + target + " aside", target, e);
    }
  }

  /** The permission bits of the file that is there, else {@code otherwise}. */
  public int modeOf(String path, int otherwise) {
    try {
      Set<PosixFilePermission> set = Files.getPosixFilePermissions(root.at(path));
      PosixFilePermission[] all = PosixFilePermission.values();
      int mode = 0;
      for (int bit = 0; bit < all.length; bit++) {
        mode |= set.contains(all[bit]) ? 0400 >> bit : 0;
      }
      return mode;
    } catch (IOException e) {
      return otherwise;
    }
  }

  /** Whether the file is there with this content and mode. */
  public boolean isSame(RenderedFile file) {
    try {
      return Uninterrupted.call(() -> isSame(root.at(file.path()), file));
    } catch (IOException e) {
      return false;
    }
  }

  private boolean bringAbout(Path target, RenderedFile file) throws IOException {
    if (isSame(target, file)) {
      return false;
    }
    write(target, file);
    return true;
  }

  private static boolean isSame(Path target, RenderedFile file) throws IOException {
    try {
      return Files.isRegularFile(target, LinkOption.NOFOLLOW_LINKS)
          && Files.size(target) == file.content().length
          && Files.getPosixFilePermissions(target).equals(permissions(file.mode()))
          && Arrays.equals(Files.readAllBytes(target), file.content());
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  private void write(Path target, RenderedFile file) throws IOException {
    Path folder = parent(target);
    makeFolders(folder);
    Path temporary = temporary(target);
    delete(temporary);
    try {
      fill(temporary, file);
      watcher.before("rename", target);
      Files.move(
          temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      delete(temporary);
    }
    sync(folder);
  }

  private static Path temporary(Path target) throws IOException {
    return parent(target).resolve("." + target.getFileName() + ".nodeready-new");
  }

  private boolean delete(Path place) throws IOException {
    if (!Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    watcher.before("delete", place);
    return Files.deleteIfExists(place);
  }

  private void fill(Path temporary, RenderedFile file) throws IOException {
    watcher.before("create", temporary);
    try (FileChannel out =
        FileChannel.open(
            temporary,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(permissions(0600)))) {
      ByteBuffer bytes = ByteBuffer.wrap(file.content());
      watcher.before("write", temporary);
      while (bytes.hasRemaining()) {
        out.write(bytes);
      }
      watcher.before("chmod", temporary);
      chmod(temporary, file.mode());
      if (durable) {
        watcher.before("fsync", temporary);
        out.force(true);
      }
    }
  }

  /** Not through a link: in a folder of another user, one may have been put in its place. */
  private static void chmod(Path file, int mode) throws IOException {
    Files.getFileAttributeView(file, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
        .setPermissions(permissions(mode));
  }

  private void makeFolders(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      return;
    }
    makeFolders(parent(folder));
    watcher.before("mkdir", folder);
    try {
      Files.createDirectory(folder);
    } catch (FileAlreadyExistsException e) {
      // Somebody else made it at the same moment, with the mode that they want.
      return;
    }
    Files.setPosixFilePermissions(folder, FOLDER_MODE);
    sync(parent(folder));
  }

  private boolean sync(Path folder) throws IOException {
    if (durable) {
      watcher.before("fsync", folder);
      try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
    return durable;
  }

  private static Path parent(Path path) throws IOException {
    Path parent = path.getParent();
    if (parent == null) {
      throw new IOException("no folder above " + path);
    }
    return parent;
  }

  private static Set<PosixFilePermission> permissions(int mode) {
    Set<PosixFilePermission> set = EnumSet.noneOf(PosixFilePermission.class);
    PosixFilePermission[] all = PosixFilePermission.values();
    for (int bit = 0; bit < all.length; bit++) {
      if ((mode & (0400 >> bit)) != 0) {
        set.add(all[bit]);
      }
    }
    return set;
  }

  private static FailureException failed(String tried, Path target, IOException e) {
    if (Files.isDirectory(target)) {
      return Failure.passing(
              Code.HOST_WRITE_FAILED,
              tried,
              "there is a folder in its place",
              "take it away if it is empty (rmdir " + target + "), or name another file")
          .asException(e);
    }
    String words = Words.of(e, tried);
    boolean denied = e instanceof AccessDeniedException && !Privileges.own().root();
    String remedy =
        denied
            ? Code.HOST_NOT_ROOT.remedy()
            : Code.HOST_WRITE_FAILED.remedy("FOLDER", there(target).toString());
    return Failure.passing(Code.HOST_WRITE_FAILED, tried, words, remedy).asException(e);
  }

  /** The nearest folder above that there is. */
  static Path there(Path target) {
    Path folder = target.getParent();
    while (folder != null && !Files.isDirectory(folder)) {
      folder = folder.getParent();
    }
    return folder == null ? Root.MACHINE.folder() : folder;
  }
}
