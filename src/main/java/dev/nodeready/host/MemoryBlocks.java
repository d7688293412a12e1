package dev.nodeready.host;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Sums the memory blocks that are online.
 *
 * @param folder {@code /sys/devices/system/memory}
 */
record MemoryBlocks(Path folder) {
  private static final String BLOCK = "memory";

  /**
   * Bytes online.
   *
   * @throws IOException when sysfs does not tell
   */
  long bytes() throws IOException {
    String[] entries = folder.toFile().list();
    if (entries == null) {
      throw new NoSuchFileException(folder.toString());
    }
    long online = 0;
    for (String entry : entries) {
      online += isBlock(entry) && isOnline(entry) ? 1 : 0;
    }
    return online * blockSize();
  }

  private static boolean isBlock(String entry) {
    return entry.startsWith(BLOCK)
        && entry.length() > BLOCK.length()
        && Character.isDigit(entry.charAt(BLOCK.length()));
  }

  /** A plain stream: a machine has hundreds of blocks, and a channel for each would cost 30 ms. */
  private boolean isOnline(String block) throws IOException {
    try (InputStream in = new FileInputStream(folder.resolve(block).resolve("online").toFile())) {
      return in.read() == '1';
    }
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
