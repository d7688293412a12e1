package dev.nodeready.crash;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What of a file counts where two machines are compared: all of it, but for what is told here. */
final class Declared {
  private static final Pattern VERDICT = Pattern.compile("\"(state|exitCode)\" : [^,]*");

  private static final List<String> OF_EACH_RUN =
      List.of(
          // Who had the lock last, and since when.
          "/run/nodeready/lock",
          "/run/nodeready/disks.lock",
          // Times and durations of the run, told to Prometheus.
          "/run/nodeready/metrics.prom",
          // One record for each run, that of the killed one too, and how many there were.
          "/var/lib/nodeready/boots",
          "/var/lib/nodeready/history",
          // The folder of the login message, for one that has failed; the message itself counts.
          "/run/motd.d",
          // Written by the servers of the test.
          "/run/systemd",
          "/run/cri.sock");

  private Declared() {}

  /**
   * What counts.
   *
   * @return null where nothing does, not even whether the file is there
   */
  static @Nullable String counts(String path, String text) {
    boolean ofEachRun =
        OF_EACH_RUN.stream().anyMatch(one -> path.equals(one) || path.startsWith(one + "/"));
    if (ofEachRun && !path.startsWith("/run/motd.d/")) {
      return null;
    }
    if (path.equals("/run/nodeready/status.json")) {
      return verdict(text);
    }
    // Which run of the unit that was: its first line. Digests of what it has read follow.
    return path.matches("/run/nodeready/units/[^/]*\\.service")
        ? text.replaceFirst(".*\n", "")
        : text;
  }

  private static String verdict(String text) {
    StringBuilder all = new StringBuilder();
    Matcher each = VERDICT.matcher(text);
    while (each.find()) {
      all.append(each.group()).append(' ');
    }
    return all.toString();
  }

  /**
   * Whether a run may do without the file where it cannot be written: what is told to people and
   * other programs keeps no node from joining.
   */
  static boolean isBestEffort(String path) {
    String whole = path.replaceFirst("/\\.(.*)\\.nodeready-new$", "/$1");
    return whole.equals("/run/nodeready/status.json")
        || whole.startsWith("/run/motd.d/")
        || whole.startsWith("/run/nodeready/metrics.prom")
        || whole.startsWith("/var/lib/nodeready/");
  }
}
