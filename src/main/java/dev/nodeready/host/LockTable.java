package dev.nodeready.host;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Which files are locked for writing, by the kernel's own table, {@code /proc/locks} (proc(5)): any
 * user may read it, also of files that only root may open.
 */
final class LockTable {
  private static final Path TABLE = Path.of("/proc/locks");

  private LockTable() {}

  static boolean isLocked(Path file) {
    try {
      long device = ((Number) Files.getAttribute(file, "unix:dev")).longValue();
      String inode =
          " %02x:%02x:%s "
              .formatted(major(device), minor(device), Files.getAttribute(file, "unix:ino"));
      String table = Files.readString(TABLE, StandardCharsets.US_ASCII);
      return table.lines().anyMatch(line -> holds(line) && line.contains(inode));
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }

  /** As makedev(3) puts them together. */
  private static long major(long device) {
    return ((device >> 8) & 0xfff) | ((device >> 32) & ~0xfffL);
  }

  private static long minor(long device) {
    return (device & 0xff) | ((device >> 12) & 0xffff_ff00L);
  }

  /** Not one that still waits, which has an arrow. */
  private static boolean holds(String line) {
    return line.contains("POSIX") && line.contains("WRITE") && !line.contains("->");
  }
}
