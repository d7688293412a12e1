package dev.nodeready.host;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A file as it has to be.
 *
 * @param path absolute, as on the machine
 * @param mode permission bits, such as 0644
 * @param content all of its bytes
 */
@SuppressWarnings("ArrayRecordComponent") // equals and hashCode below go by the bytes
public record RenderedFile(String path, int mode, byte[] content) {
  /** A world-readable text file (0644). */
  public static RenderedFile text(String path, String text) {
    return new RenderedFile(path, 0644, text.getBytes(StandardCharsets.UTF_8));
  }

  /** A text file for root alone (0600). */
  public static RenderedFile secret(String path, String text) {
    return new RenderedFile(path, 0600, text.getBytes(StandardCharsets.UTF_8));
  }

  /** The content as text. */
  public String text() {
    return new String(content, StandardCharsets.UTF_8);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RenderedFile file
        && path.equals(file.path)
        && mode == file.mode
        && Arrays.equals(content, file.content);
  }

  @Override
  public int hashCode() {
    return path.hashCode() * 31 + Arrays.hashCode(content);
  }

  @Override
  public String toString() {
    return "%s %o (%d bytes)".formatted(path, mode, content.length);
  }
}
