package dev.nodeready.runtime;

import dev.nodeready.catalogue.Code;
import dev.nodeready.cri.ArchiveLook;
import dev.nodeready.cri.ImageArchive;
import dev.nodeready.failure.Failure;
import dev.nodeready.failure.Words;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * An archive of images as it lies on the disk.
 *
 * @param sha256 of the file; empty where it cannot be read
 * @param content empty where it cannot be looked into
 * @param unread why not; empty where it can
 */
public record ArchiveFile(Path file, String sha256, Optional<ImageArchive> content, String unread) {
  private static final int PIECE = 1 << 16;

  /** Those of some archives that are there. */
  static List<ArchiveFile> allOf(List<Path> archives) {
    return archives.stream().filter(Files::isRegularFile).map(ArchiveFile::at).toList();
  }

  /** The archive at a place, each byte of it read. */
  public static ArchiveFile at(Path file) {
    try {
      return new ArchiveFile(file, digest(file), Optional.of(ArchiveLook.read(file)), "");
    } catch (IOException e) {
      return new ArchiveFile(
          file, "", Optional.empty(), "it cannot be looked into: " + Words.of(e));
    }
  }

  /** Why it brings no image for this machine; empty where it does. */
  public String trouble() {
    return content.map(c -> c.trouble(System.getProperty("os.arch"))).orElse(unread);
  }

  /**
   * Why it does not bring this image; empty where it does.
   *
   * @param image its name; another one does where it is the only one, since it is given this then
   */
  public String trouble(String image) {
    String trouble = trouble();
    if (!trouble.isEmpty() || content.isEmpty()) {
      return trouble;
    }
    ImageArchive archive = content.get();
    return archive.has(image) || archive.names().size() <= 1
        ? ""
        : "it has " + String.join(", ", archive.names()) + ", and not " + image;
  }

  /** That it does not bring this image, as a failure; empty where it does. */
  public Optional<Failure> failure(String image) {
    String broken = trouble();
    String happened = broken.isEmpty() ? trouble(image) : broken;
    Code code = broken.isEmpty() ? Code.IMAGE_ARCHIVE_NAMES : Code.IMAGE_ARCHIVE_BROKEN;
    return happened.isEmpty()
        ? Optional.empty()
        : Optional.of(Failure.permanent(code, "use the archive " + file, happened));
  }

  private static String digest(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] piece = new byte[PIECE];
      for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
        digest.update(piece, 0, read);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
