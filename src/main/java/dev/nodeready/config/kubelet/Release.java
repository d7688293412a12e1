package dev.nodeready.config.kubelet;

/** Releases of kubelet by their minor number: 34 is 1.34. */
public final class Release {
  /** The oldest that the tables know. */
  public static final int OLDEST = 28;

  /** The newest that the tables know; later ones are taken for it. */
  public static final int NEWEST = 37;

  private Release() {}

  /** The minor number in a version such as {@code v1.34.2-eks-1}; -1 where there is none. */
  public static int of(String version) {
    int at = version.startsWith("v1.") ? 3 : version.startsWith("1.") ? 2 : -1;
    int minor = 0;
    int from = at;
    while (at > 0 && at < version.length() && at - from < 4 && isDigit(version.charAt(at))) {
      minor = 10 * minor + version.charAt(at) - '0';
      at++;
    }
    return at == from ? -1 : minor;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
