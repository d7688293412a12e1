package dev.nodeready.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

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

  /** Whether it may lower OOM scores and raise limits. */
  public boolean mayRaiseLimits() {
    return has(SYS_RESOURCE);
  }

  private boolean has(int bit) {
    return (capabilities >> bit & 1) == 1;
  }
}
