package dev.nodeready.host;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Tells variables that hold a secret: a password in a URL, or a name that says so. */
public final class SecretVariables {
  private SecretVariables() {}

  /** Whether this one does. */
  public static boolean in(String name, String value) {
    String upper = name.toUpperCase(Locale.ROOT);
    return !value.isEmpty()
        && (upper.contains("PASSWORD")
            || upper.contains("SECRET")
            || upper.contains("TOKEN")
            || upper.contains("ACCESS_KEY")
            || hasUserInfo(value)
            || (upper.endsWith("_PROXY") && !upper.equals("NO_PROXY") && value.contains("@")));
  }

  /** Those that do not, for programs that need no secret. */
  public static Map<String, String> without(Map<String, String> variables) {
    Map<String, String> harmless = new TreeMap<>(variables);
    harmless.entrySet().removeIf(each -> in(each.getKey(), each.getValue()));
    return harmless;
  }

  /** Whether the text is a URL with a user before the host. */
  private static boolean hasUserInfo(String value) {
    int start = value.indexOf("://");
    int at = value.indexOf('@');
    int slash = start < 0 ? -1 : value.indexOf('/', start + 3);
    return start >= 0 && at > start && (slash < 0 || at < slash);
  }
}
