package dev.nodeready.host;

import dev.nodeready.failure.Failure;
import dev.nodeready.failure.FailureException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
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

  /** A store below {@code root} that survives a power cut. */
  public FileStore(Root root) {
    this(root, true);
  }

  private FileStore(Root root, boolean durable) {
    this.root = root;
    this.durable = durable;
  }

  /**
   * The same store without fsync, for files that need not survive a power cut, such as those in
   * /run.
   */
  public FileStore volatileCopy() {
    return new FileStore(root, false);
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
      throw failed("write " + file.path(), e);
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
      boolean was = Files.deleteIfExists(target);
      if (was) {
        Uninterrupted.call(() -> sync(parent(target)));
      }
      return was;
    } catch (IOException e) {
      throw failed("remove " + path, e);
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
    Path temporary = folder.resolve("." + target.getFileName() + ".nodeready-new");
    Files.deleteIfExists(temporary);
    try {
      fill(temporary, file);
      Files.move(
          temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(temporary);
    }
    sync(folder);
  }

  private void fill(Path temporary, RenderedFile file) throws IOException {
    try (FileChannel out =
        FileChannel.open(
            temporary,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(permissions(0600)))) {
      ByteBuffer bytes = ByteBuffer.wrap(file.content());
      while (bytes.hasRemaining()) {
        out.write(bytes);
      }
      Files.setPosixFilePermissions(temporary, permissions(file.mode()));
      if (durable) {
        out.force(true);
      }
    }
  }

  private void makeFolders(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      return;
    }
    makeFolders(parent(folder));
    Files.createDirectory(folder);
    Files.setPosixFilePermissions(folder, FOLDER_MODE);
    sync(parent(folder));
  }

  private boolean sync(Path folder) throws IOException {
    if (durable) {
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

  private static FailureException failed(String tried, IOException e) {
    return Failure.passing(
            "HOST_WRITE_FAILED",
            tried,
            e.toString(),
            "check that the file system is writable and has room, and that nodeready runs as root")
        .asException(e);
  }
}
