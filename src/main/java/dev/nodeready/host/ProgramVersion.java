package dev.nodeready.host;

/**
 * A release of a program, such as kubelet 1.34.2. Suffixes are not looked at: {@code
 * v1.35.0-eks-5e0fdde} is 1.35.0.
 */
public record ProgramVersion(int major, int minor, int patch) {
  /** A version that nobody could tell; older than every other. */
  public static final ProgramVersion UNKNOWN = new ProgramVersion(0, 0, 0);

  private static final int MOST_DIGITS = 6;

  /** The first {@code X.Y.Z} in a text, or {@link #UNKNOWN}. */
  public static ProgramVersion find(String text) {
    for (int at = 0; at < text.length(); at++) {
      boolean starts = isDigit(text, at) && !isDigit(text, at - 1);
      ProgramVersion found = starts ? new Scan(text, at).version() : UNKNOWN;
      if (found.known()) {
        return found;
      }
    }
    return UNKNOWN;
  }

  /** Whether the version could be told. */
  public boolean known() {
    return !equals(UNKNOWN);
  }

  /** Whether this is {@code major.minor} or newer. */
  public boolean atLeast(int otherMajor, int otherMinor) {
    return major > otherMajor || (major == otherMajor && minor >= otherMinor);
  }

  @Override
  public String toString() {
    return known() ? major + "." + minor + "." + patch : "unknown";
  }

  private static boolean isDigit(String text, int at) {
    return at >= 0 && at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9';
  }

  /** Reads three numbers with a dot between each two. */
  private static final class Scan {
    private final String text;
    private int at;

    Scan(String text, int at) {
      this.text = text;
      this.at = at;
    }

    ProgramVersion version() {
      int major = number();
      int minor = dotted();
      int patch = dotted();
      return Math.min(major, Math.min(minor, patch)) < 0
          ? UNKNOWN
          : new ProgramVersion(major, minor, patch);
    }

    private int dotted() {
      if (at >= text.length() || text.charAt(at) != '.') {
        return -1;
      }
      at++;
      return number();
    }

    private int number() {
      int start = at;
      int value = 0;
      while (isDigit(text, at) && at - start < MOST_DIGITS) {
        value = value * 10 + text.charAt(at) - '0';
        at++;
      }
      return at == start ? -1 : value;
    }
  }
}
