package dev.nodeready.kubelet;

import dev.nodeready.failure.Failure;
import dev.nodeready.host.ProgramVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Flags that kubelet does not know any more; kubelet ends at once when it is given one. Source:
 * kubelet's change logs.
 */
public final class RemovedFlags {
  /** The minor release of Kubernetes 1 that dropped each flag. */
  private static final Map<String, Integer> REMOVED =
      Map.ofEntries(
          Map.entry("container-runtime", 27),
          Map.entry("network-plugin", 24),
          Map.entry("cni-bin-dir", 24),
          Map.entry("cni-conf-dir", 24),
          Map.entry("docker-endpoint", 24),
          Map.entry("image-pull-progress-deadline", 24),
          Map.entry("pod-infra-container-image", 35));

  private RemovedFlags() {}

  /**
   * The flags among these that this kubelet refuses; none where its version is unknown.
   *
   * @param flags such as {@code --container-runtime=remote}
   */
  public static List<Failure> in(List<String> flags, ProgramVersion kubelet) {
    List<Failure> found = new ArrayList<>();
    for (String flag : flags) {
      String name = name(flag);
      Integer since = REMOVED.get(name);
      if (since != null && kubelet.atLeast(1, since)) {
        found.add(removed(name, since, kubelet));
      }
    }
    return found;
  }

  private static Failure removed(String name, int since, ProgramVersion kubelet) {
    return Failure.permanent(
        "KUBELET_FLAG_REMOVED",
        "give kubelet " + kubelet + " the flag --" + name,
        "kubelet dropped it in 1." + since + " and ends at once when it is given",
        "take it out of spec.kubelet.flags");
  }

  private static String name(String flag) {
    int start = 0;
    while (start < flag.length() && flag.charAt(start) == '-') {
      start++;
    }
    int end = start;
    while (end < flag.length() && "= \t".indexOf(flag.charAt(end)) < 0) {
      end++;
    }
    return flag.substring(start, end);
  }
}
