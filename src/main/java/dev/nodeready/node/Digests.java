package dev.nodeready.node;

import dev.nodeready.host.Root;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 of file contents, as {@code sha256sum} prints it. */
final class Digests {
  /** Stands for a file that is not there. */
  static final String ABSENT = "absent";

  private Digests() {}

  static String of(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Of the file at a machine path, {@link #ABSENT} where it cannot be read. */
  static String onDisk(Root root, String path) {
    Path place = root.at(path);
    try {
      return Files.isRegularFile(place) ? of(Files.readAllBytes(place)) : ABSENT;
    } catch (IOException e) {
      return ABSENT;
    }
  }
}
