package dev.nodeready.kubelet;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Tells by kubelet's own last words whether it will end the same way each time. The words are those
 * of kubelet 1.28 to 1.37 ({@code cmd/kubelet/app/server.go} and what it calls).
 */
public final class KubeletWords {
  /**
   * Begins what kubelet says when it ends, also from its inside ({@code os.Exit} below {@code
   * pkg/kubelet}); a long reason follows on lines of its own.
   */
  private static final List<String> END =
      List.of(
          "command failed",
          "failed to run kubelet",
          "panic: ",
          "\"failed to start cadvisor\"",
          "\"failed to start containermanager\"",
          "\"failed to initialize internal modules\"",
          "\"failed to listen and serve\"",
          "\"kubelet failed to get node info\"",
          "server is responsive, exiting.");

  /** Reasons that lie in its flags, its files or the settings of the machine. */
  private static final List<String> FOR_GOOD =
      List.of(
          "failed to parse kubelet flag",
          "unknown flag",
          "unknown shorthand flag",
          "failed to validate kubelet flags",
          "failed to load kubelet config",
          "failed to merge kubelet config",
          "failed to validate kubelet configuration",
          "invalid configuration",
          "failed to set feature gates",
          "failed to set kubelet feature gates",
          "unrecognized feature gate",
          "running with swap on is not supported",
          "invalid kernel flag",
          "misconfiguration: kubelet cgroup driver",
          "configured to not run on a host using cgroup v1",
          "could not restore state from checkpoint",
          "differs from state checkpoint policy",
          "invalid node allocatable configuration",
          "failed to initialize top level qos containers: root container");

  private static final int LONGEST = 600;

  private KubeletWords() {}

  /**
   * Why it ends, where it will end so again.
   *
   * @param lines its last lines, oldest first; only its latest end counts
   * @return empty where the reason may pass, such as an API server that does not answer, or where
   *     it gives none
   */
  public static Optional<String> forGood(List<String> lines) {
    int end = lastEnd(lines);
    if (end < 0) {
      return Optional.empty();
    }
    String reason = String.join(" ", lines.subList(end, lines.size())).strip();
    return contains(reason, FOR_GOOD) ? Optional.of(plain(reason)) : Optional.empty();
  }

  /**
   * Where it tells of its latest end, whose reason may go on in the lines behind; -1 for nowhere.
   */
  public static int lastEnd(List<String> lines) {
    for (int at = lines.size() - 1; at >= 0; at--) {
      if (contains(lines.get(at), END)) {
        return at;
      }
    }
    return -1;
  }

  private static boolean contains(String line, List<String> words) {
    String lower = line.toLowerCase(Locale.ROOT);
    return words.stream().anyMatch(lower::contains);
  }

  /** Without what klog puts before it. */
  private static String plain(String reason) {
    String plain = reason.replaceFirst("^[EF]\\d{4} \\S+ +\\d+ \\S+\\] +", "").replace('\t', ' ');
    return plain.length() <= LONGEST ? plain : plain.substring(0, LONGEST) + "…";
  }
}
