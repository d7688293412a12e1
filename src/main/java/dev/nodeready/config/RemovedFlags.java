package dev.nodeready.config;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Flags that kubelet had once: those of 1.23 that a version up to 1.37 no longer registers. */
final class RemovedFlags {
  private static final Map<String, String> SINCE = new HashMap<>();

  static {
    gone(
        "1.24",
        "cni-bin-dir",
        "cni-cache-dir",
        "cni-conf-dir",
        "docker-endpoint",
        "dynamic-config-dir",
        "experimental-check-node-capabilities-before-mount",
        "experimental-dockershim-root-directory",
        "image-pull-progress-deadline",
        "network-plugin",
        "network-plugin-mtu",
        "non-masquerade-cidr",
        "really-crash-for-testing");
    gone("1.25", "experimental-kernel-memcg-notification");
    gone("1.27", "container-runtime", "master-service-namespace");
    gone("1.30", "azure-container-registry-config");
    gone("1.31", "iptables-drop-bit", "iptables-masquerade-bit", "keep-terminated-pod-volumes");
    gone("1.34", "cloud-config", "register-schedulable");
    gone("1.35", "pod-infra-container-image");
  }

  private RemovedFlags() {}

  private static void gone(String version, String... names) {
    for (String name : names) {
      SINCE.put(name, version);
    }
  }

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
