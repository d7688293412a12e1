package dev.nodeready.host;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * A file that gets one line after another. What was written outlives the process, however that
 * ends; a power cut takes what the kernel has not yet brought to the disk, which is the last half
 * minute.
 */
public final class GrowingFile implements AutoCloseable {
  private final FileChannel channel;
  private final int number;
  private boolean torn;

  private GrowingFile(FileChannel channel, int number) {
    this.channel = channel;
    this.number = number;
  }

  static GrowingFile create(Path path, int number) throws IOException {
    return new GrowingFile(
        FileChannel.open(
            path,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.APPEND),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))),
        number);
  }

  /** Its number in its folder. */
  public int number() {
    return number;
  }

  /**
   * Adds a line. Where an earlier one was torn, as on a full disk, this one begins on its own.
   *
   * @throws IOException when it could not be written, or only a part of it
   */
  public void add(String line) throws IOException {
    String whole = (torn ? "\n" : "") + line + "\n";
    ByteBuffer bytes = ByteBuffer.wrap(whole.getBytes(StandardCharsets.UTF_8));
    torn = true;
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
    torn = false;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
