package dev.nodeready.node;

import java.util.Locale;

/** Tells variables that hold a secret: a password in a URL, or a name that says so. */
final class Secrets {
  private Secrets() {}

  static boolean in(String name, String value) {
    String upper = name.toUpperCase(Locale.ROOT);
    return !value.isEmpty()
        && (upper.contains("PASSWORD")
            || upper.contains("SECRET")
            || upper.contains("TOKEN")
            || hasUserInfo(value));
  }

  /** Whether the text is a URL with a user before the host. */
  private static boolean hasUserInfo(String value) {
    int start = value.indexOf("://");
    int at = value.indexOf('@');
    int slash = start < 0 ? -1 : value.indexOf('/', start + 3);
    return start >= 0 && at > start && (slash < 0 || at < slash);
  }
}
