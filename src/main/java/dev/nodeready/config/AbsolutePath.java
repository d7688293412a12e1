package dev.nodeready.config;

import java.util.List;

/** Checks paths of this machine. */
final class AbsolutePath {
  private AbsolutePath() {}

  static void check(String value, String path, Report report) {
    if (!value.startsWith("/")) {
      report.error(path, Suggest.quote(value) + " is no absolute path", "begin it with /");
    } else if (Words.hasControl(value)) {
      report.error(path, "holds a control character", "take it out");
    } else if (List.of(value.split("/", -1)).contains("..")) {
      report.error(path, Suggest.quote(value) + " goes up with ..", "write the path that is meant");
    }
  }
}
