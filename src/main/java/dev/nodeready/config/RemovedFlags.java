package dev.nodeready.config;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Flags that kubelet had once. */
final class RemovedFlags {
  private static final Map<String, String> SINCE =
      Map.of("container-runtime", "1.27", "pod-infra-container-image", "1.35");

  private RemovedFlags() {}

  /** The version that no longer has the flag, or null where the flag is not known to be gone. */
  static @Nullable String since(String name) {
    return SINCE.get(name);
  }

  /** Whether a version such as {@code v1.35.0-eks-1} is at least {@code 1.35}. */
  static boolean isAtLeast(String version, String since) {
    int[] seen = parts(version);
    int[] wanted = parts(since);
    return seen[0] != wanted[0] ? seen[0] > wanted[0] : seen[1] >= wanted[1];
  }

  private static int[] parts(String version) {
    String[] words = (version.startsWith("v") ? version.substring(1) : version).split("\\.", -1);
    int[] numbers = new int[2];
    for (int at = 0; at < 2 && at < words.length; at++) {
      boolean digits = words[at].length() < 5 && words[at].chars().allMatch(Character::isDigit);
      numbers[at] = digits && !words[at].isEmpty() ? Integer.parseInt(words[at]) : 0;
    }
    return numbers;
  }
}
