package dev.nodeready.config;

/** Paths of values, such as {@code spec.kubelet.flags[1]}. */
public final class Paths {
  private Paths() {}

  public static String member(String parent, String key) {
    String name = isPlain(key) ? key : "\"" + key.replace("\"", "\\\"") + "\"";
    return parent.isEmpty() ? name : parent + "." + name;
  }

  public static String item(String parent, int index) {
    return parent + "[" + index + "]";
  }

  /** The object or list around it; empty for the whole document. */
  static String parent(String path) {
    return path.substring(0, Math.max(0, Math.max(path.lastIndexOf('.'), path.lastIndexOf('['))));
  }

  /** Whether {@code path} is {@code other}, an item or member around it, or the whole document. */
  static boolean covers(String path, String other) {
    return path.isEmpty()
        || (other.startsWith(path)
            && (other.length() == path.length() || ".[".indexOf(other.charAt(path.length())) >= 0));
  }

  private static boolean isPlain(String key) {
    for (int at = 0; at < key.length(); at++) {
      char c = key.charAt(at);
      if (!Character.isLetterOrDigit(c) && c != '-' && c != '_') {
        return false;
      }
    }
    return !key.isEmpty();
  }
}
