package dev.nodeready.host;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Sums the memory blocks that are online.
 *
 * @param folder {@code /sys/devices/system/memory}
 */
record MemoryBlocks(Path folder) {
  /**
   * Bytes online.
   *
   * @throws IOException when sysfs does not tell
   */
  long bytes() throws IOException {
    long online = 0;
    try (DirectoryStream<Path> blocks = Files.newDirectoryStream(folder, "memory[0-9]*")) {
      for (Path block : blocks) {
        online += "1".equals(Files.readString(block.resolve("online")).strip()) ? 1 : 0;
      }
    }
    return online * blockSize();
  }

  private long blockSize() throws IOException {
    String text = Files.readString(folder.resolve("block_size_bytes")).strip();
    try {
      return Long.parseLong(text.startsWith("0x") ? text.substring(2) : text, 16);
    } catch (NumberFormatException e) {
      throw new IOException("block size is no hexadecimal number: " + text, e);
    }
  }
}
