package dev.nodeready.config.kubelet;

import dev.nodeready.config.ImageName;
import java.util.regex.Pattern;

/**
 * A pattern of {@code preloadedImagesVerificationAllowlist}: an image without tag and digest, or
 * all below a path that ends in {@code /*} (pkg/kubelet/images/pullmanager).
 */
final class AllowedImage {
  private static final String LABEL = "(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])";
  private static final String HOST =
      "(?:" + LABEL + "(?:\\." + LABEL + ")*|\\[[a-fA-F0-9:]+])(?::[0-9]+)?";
  private static final Pattern NAME = Pattern.compile("(?:" + HOST + "/)?" + ImageName.PATH);
  private static final int LONGEST = 255;

  private AllowedImage() {}

  /** Why kubelet exits on it; empty where it takes it. */
  static String trouble(String pattern, int minor) {
    if (!pattern.equals(pattern.strip())) {
      return "begins or ends with a space";
    }
    boolean all = pattern.endsWith("/*");
    String name = all ? pattern.substring(0, pattern.length() - 1) : pattern;
    if (name.contains("*")) {
      return "has a * elsewhere than in /* at its end";
    }
    if (all) {
      return name.equals("/") ? "names no registry" : "";
    }
    if (name.length() > LONGEST || !NAME.matcher(name).matches()) {
      return "is no image without tag and digest";
    }
    // Before 1.36 the name is compared with its long form.
    return minor < 36 && !isLong(name) ? "does not begin with a registry" : "";
  }

  private static boolean isLong(String name) {
    int slash = name.indexOf('/');
    String host = slash < 0 ? "" : name.substring(0, slash);
    boolean named = host.matches(".*[.:A-Z].*") || host.equals("localhost");
    boolean ofHub = host.equals("index.docker.io");
    return named && !ofHub && (!host.equals("docker.io") || name.indexOf('/', slash + 1) > 0);
  }
}
