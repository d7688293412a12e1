package dev.nodeready.host;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * A file that gets one line after another. What was written outlives the process, however that
 * ends; a power cut takes what the kernel has not yet brought to the disk, which is the last half
 * minute.
 */
public final class GrowingFile implements AutoCloseable {
  private final FileOutputStream out;
  private final int number;
  private boolean torn;

  private GrowingFile(FileOutputStream out, int number) {
    this.out = out;
    this.number = number;
  }

  static GrowingFile create(Path path, int number) throws IOException {
    Files.createFile(
        path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    // No channel: its way to the kernel is three times as long, and a boot has dozens of lines.
    return new GrowingFile(new FileOutputStream(path.toFile(), true), number);
  }

  /** Its number in its folder. */
  public int number() {
    return number;
  }

  /**
   * Adds a line. Where an earlier one was torn, as on a full disk, this one begins on its own.
   *
   * @param line with its end
   * @throws IOException when it could not be written, or only a part of it
   */
  public void add(byte[] line) throws IOException {
    if (torn) {
      out.write('\n');
    }
    torn = true;
    out.write(line);
    torn = false;
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
