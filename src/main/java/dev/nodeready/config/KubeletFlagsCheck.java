package dev.nodeready.config;

import java.util.List;

/** Checks {@code spec.kubelet.flags}: kubelet exits on a flag that it does not know. */
final class KubeletFlagsCheck {
  private static final String PATH = "spec.kubelet.flags";

  private final Report report;
  private final String kubeletVersion;

  KubeletFlagsCheck(Report report, String kubeletVersion) {
    this.report = report;
    this.kubeletVersion = kubeletVersion;
  }

  void check(List<String> flags) {
    int taints = 0;
    for (int at = 0; at < flags.size(); at++) {
      String path = Paths.item(PATH, at);
      characters(flags.get(at), path);
      String name = name(flags.get(at));
      removed(name, path);
      String value = value(flags, at);
      if (name.equals("node-labels")) {
        new LabelCheck(report, path).labels(value);
      } else if (name.equals("register-with-taints")) {
        new LabelCheck(report, path).taints(value);
        if (++taints == 2) {
          report.warn(
              path,
              "is given more than once, and kubelet takes only the last one",
              "put all taints into one flag, with commas");
        }
      }
    }
  }

  private void characters(String flag, String path) {
    if (Words.hasControl(flag)) {
      report.error(
          path,
          "holds a line break or another control character, which would end the line of the"
              + " environment file",
          "make each flag an item of its own");
    } else if (flag.isBlank()) {
      report.warn(path, "is empty", "take it out");
    } else if (flag.indexOf('"') >= 0 || flag.indexOf('\'') >= 0 || flag.indexOf('\\') >= 0) {
      report.warn(
          path, "holds quotes or backslashes, which systemd takes off", "write it without them");
    }
  }

  private void removed(String name, String path) {
    String since = RemovedFlags.since(name);
    if (since == null) {
      return;
    }
    String text = "kubelet has no --" + name + " since version " + since;
    if (kubeletVersion.isEmpty()) {
      report.warn(path, text, "take it out");
    } else if (RemovedFlags.isAtLeast(kubeletVersion, since)) {
      report.error(path, text + " and would exit; this one is " + kubeletVersion, "take it out");
    }
  }

  /** The name of a flag without its dashes; empty where the item is no flag. */
  private static String name(String flag) {
    String text = flag.strip();
    if (!text.startsWith("-")) {
      return "";
    }
    int end = 0;
    while (end < text.length() && text.charAt(end) != '=' && text.charAt(end) != ' ') {
      end++;
    }
    int from = text.startsWith("--") ? 2 : 1;
    return text.substring(Math.min(from, end), end);
  }

  /** What follows the name: behind = or a blank, or the next item. */
  private static String value(List<String> flags, int at) {
    String flag = flags.get(at).strip();
    int equals = flag.indexOf('=');
    int blank = flag.indexOf(' ');
    int end = blank >= 0 && (equals < 0 || blank < equals) ? blank : equals;
    if (end >= 0) {
      return flag.substring(end + 1).strip();
    }
    return at + 1 < flags.size() ? flags.get(at + 1).strip() : "";
  }
}
