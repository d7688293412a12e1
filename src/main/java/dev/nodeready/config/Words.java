package dev.nodeready.config;

/** What characters a text is made of. */
public final class Words {
  private Words() {}

  public static boolean hasControl(String text) {
    for (int at = 0; at < text.length(); at++) {
      if (text.charAt(at) < 0x20 || text.charAt(at) == 0x7f) {
        return true;
      }
    }
    return false;
  }

  public static boolean hasBlankOrControl(String text) {
    return text.indexOf(' ') >= 0 || hasControl(text);
  }

  /** Whether each character is an ASCII letter or digit, or one of {@code others}. */
  public static boolean isMadeOf(String text, String others) {
    for (int at = 0; at < text.length(); at++) {
      char c = text.charAt(at);
      if (!isAlphanumeric(c) && others.indexOf(c) < 0) {
        return false;
      }
    }
    return true;
  }

  public static boolean isAlphanumeric(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }

  /** Whether it is a DNS name in small letters, as Kubernetes wants names of nodes. */
  public static boolean isDnsName(String text) {
    for (String label : text.split("\\.", -1)) {
      boolean good =
          !label.isEmpty()
              && label.length() <= 63
              && isMadeOf(label, "-")
              && label.equals(label.toLowerCase(java.util.Locale.ROOT))
              && label.charAt(0) != '-'
              && label.charAt(label.length() - 1) != '-';
      if (!good) {
        return false;
      }
    }
    return text.length() <= 253;
  }
}
