package dev.nodeready.config.kubelet;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Flags that kubelet lost between 1.23 and the oldest version in {@link Table#flags}. */
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
}
