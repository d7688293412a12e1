package dev.nodeready.aws;

import java.util.List;

/** Patterns for images as credential providers write them: {@code *.dkr.ecr.*.amazonaws.com}. */
final class ImagePattern {
  private ImagePattern() {}

  /**
   * Whether an image fits: the same number of host labels, each equal or matched by {@code *}
   * within it, the same port, and a path that begins with the pattern's.
   */
  static boolean matches(String pattern, String image) {
    String wanted = pattern.substring(pattern.indexOf("://") < 0 ? 0 : pattern.indexOf("://") + 3);
    List<String> patternHost = host(wanted);
    List<String> imageHost = host(image);
    return patternHost.size() == imageHost.size()
        && labelsMatch(patternHost, imageHost)
        && path(image).startsWith(path(wanted));
  }

  /** Labels; a port stays with the last of them and so has to be equal too. */
  private static List<String> host(String url) {
    int slash = url.indexOf('/');
    return List.of((slash < 0 ? url : url.substring(0, slash)).split("\\.", -1));
  }

  private static String path(String url) {
    int slash = url.indexOf('/');
    return slash < 0 ? "" : url.substring(slash);
  }

  private static boolean labelsMatch(List<String> pattern, List<String> labels) {
    for (int i = 0; i < pattern.size(); i++) {
      if (!glob(pattern.get(i), labels.get(i))) {
        return false;
      }
    }
    return true;
  }

  /** What stands between two stars counts where it comes first, so each is looked for once. */
  private static boolean glob(String pattern, String label) {
    String[] parts = pattern.split("\\*", -1);
    String last = parts[parts.length - 1];
    if (parts.length == 1 || !label.startsWith(parts[0])) {
      return pattern.equals(label);
    }
    int at = parts[0].length();
    for (int part = 1; part < parts.length - 1; part++) {
      int found = label.indexOf(parts[part], at);
      if (found < 0) {
        return false;
      }
      at = found + parts[part].length();
    }
    return label.length() - last.length() >= at && label.endsWith(last);
  }
}
