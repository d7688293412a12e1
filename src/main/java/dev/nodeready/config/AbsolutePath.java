package dev.nodeready.config;

import java.util.List;

/** Checks paths of this machine. */
final class AbsolutePath {
  private AbsolutePath() {}

  /** How much a wrong path matters: {@code report::error} or {@code report::strict}. */
  interface Weight {
    void tell(String path, String text, String suggestion);
  }

  static void check(String value, String path, Weight weight) {
    if (!value.startsWith("/")) {
      weight.tell(path, Suggest.quote(value) + " is no absolute path", "begin it with /");
    } else if (Words.hasControl(value)) {
      weight.tell(path, "holds a control character", "take it out");
    } else if (List.of(value.split("/", -1)).contains("..")) {
      weight.tell(path, Suggest.quote(value) + " goes up with ..", "write the path that is meant");
    }
  }
}
