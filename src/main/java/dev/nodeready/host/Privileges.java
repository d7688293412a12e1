package dev.nodeready.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What this process may do, from {@code /proc/self/status}.
 *
 * @param root whether its effective user is root
 * @param capabilities its effective capabilities as bits, numbered as in capabilities(7)
 */
public record Privileges(boolean root, long capabilities) {
  private static final int SYS_ADMIN = 21;
  private static final int SYS_RESOURCE = 24;

  /** What this process may do; nothing where the kernel does not tell. */
  public static Privileges own() {
    try {
      return parse(Files.readString(Path.of("/proc/self/status")));
    } catch (IOException e) {
      return new Privileges(false, 0);
    }
  }

  static Privileges parse(String status) {
    boolean root = false;
    long capabilities = 0;
    for (String line : status.split("\n", -1)) {
      if (line.startsWith("Uid:")) {
        root = line.split("\\s+", -1)[2].equals("0");
      } else if (line.startsWith("CapEff:")) {
        capabilities = Long.parseUnsignedLong(line.split("\\s+", -1)[1], 16);
      }
    }
    return new Privileges(root, capabilities);
  }

  /** Whether it may mount. */
  public boolean mayMount() {
    return has(SYS_ADMIN);
  }

  /**
   * Whether it may mount so that nobody else sees it. In a chroot that is a folder and no mount,
   * what is mounted belongs to a file system that others see.
   */
  public boolean mayMountUnseen() {
    return mayMount() && isMounted("/");
  }

  private static boolean isMounted(String folder) {
    try (Stream<String> mounts = Files.lines(Path.of("/proc/self/mountinfo"))) {
      return mounts.anyMatch(line -> isOf(line, folder));
    } catch (IOException | UncheckedIOException e) {
      return false;
    }
  }

  /** By the fifth field of a line, see proc(5). */
  static boolean isOf(String line, String folder) {
    String[] fields = line.split(" ", 6);
    return fields.length == 6 && fields[4].equals(folder);
  }

  /** Whether it may lower OOM scores and raise limits. */
  public boolean mayRaiseLimits() {
    return has(SYS_RESOURCE);
  }

  private boolean has(int bit) {
    return (capabilities >> bit & 1) == 1;
  }
}
