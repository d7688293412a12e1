package dev.nodeready.kubelet;

import dev.nodeready.failure.Failure;
import java.util.ArrayList;
import java.util.List;

/**
 * The line of flags in kubelet's environment file. systemd reads it twice: as a value of an
 * environment file (a backslash takes the next character as it is), and when {@code
 * $NODEADM_KUBELET_ARGS} is split into words (spaces separate, quotes and backslashes protect).
 *
 * <p>Generated flags come first, the user's last. A user's flag goes to systemd as it is, as with
 * nodeadm, so {@code --v 5} are two words and {@code --node-labels="a=b"} has its quotes taken
 * away. Where that would tear a flag or its neighbours apart (a space inside a value, a quote
 * without its pair, a backslash) the flag is protected instead, and kubelet gets it as written.
 */
final class FlagLine {
  private static final String TAINTS = "--register-with-taints=";

  private final StringBuilder line = new StringBuilder();

  private FlagLine() {}

  /**
   * The flags on one line.
   *
   * @throws dev.nodeready.failure.FailureException with code {@code CONFIG_FLAG_INVALID}
   */
  static String of(List<String> generated, List<String> users) {
    FlagLine line = new FlagLine();
    generated.forEach(flag -> line.add(isPlain(flag) ? flag : quoted(flag)));
    joinTaints(users).forEach(flag -> line.add(isSafeAsWritten(flag) ? flag : quoted(flag)));
    return line.line.toString();
  }

  private void add(String words) {
    // The environment file's own reading comes on top of the splitting into words.
    line.append(line.isEmpty() ? "" : " ").append(words.replace("\\", "\\\\"));
  }

  /** kubelet keeps only the last of several taint flags, so all of them become that last one. */
  private static List<String> joinTaints(List<String> flags) {
    List<String> rest = new ArrayList<>();
    List<String> taints = new ArrayList<>();
    int last = -1;
    for (String flag : flags) {
      refuseControls(flag);
      if (flag.startsWith(TAINTS) && isPlain(flag)) {
        taints.add(flag.substring(TAINTS.length()));
        last = rest.size();
      } else {
        rest.add(flag);
      }
    }
    if (last >= 0) {
      rest.add(last, TAINTS + String.join(",", taints));
    }
    return rest;
  }

  private static void refuseControls(String flag) {
    for (int at = 0; at < flag.length(); at++) {
      if (Character.isISOControl(flag.charAt(at)) && flag.charAt(at) != '\t') {
        throw Failure.permanent(
                "CONFIG_FLAG_INVALID",
                "write kubelet flag " + (at == 0 ? "" : flag.substring(0, at) + "…"),
                "it holds a line break or another control character",
                "give each flag as an entry of its own in spec.kubelet.flags, on one line")
            .asException();
      }
    }
  }

  private static boolean isPlain(String flag) {
    for (int at = 0; at < flag.length(); at++) {
      char c = flag.charAt(at);
      if (c == ' ' || c == '\t' || c == '"' || c == '\'' || c == '\\') {
        return false;
      }
    }
    return !flag.isEmpty();
  }

  /** Whether systemd makes of it what it looks like. */
  private static boolean isSafeAsWritten(String flag) {
    if (flag.indexOf('\\') >= 0 || !flag.startsWith("-")) {
      return isPlain(flag);
    }
    boolean valueGiven = false;
    for (String word : Words.split(flag)) {
      if (valueGiven && !word.startsWith("-")) {
        return false;
      }
      valueGiven = word.indexOf('=') >= 0;
    }
    return Words.quotesPair(flag);
  }

  private static String quoted(String flag) {
    return '"' + flag.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  /** Words as systemd splits them, for texts without backslashes. */
  private static final class Words {
    private Words() {}

    static List<String> split(String text) {
      List<String> words = new ArrayList<>();
      StringBuilder word = new StringBuilder();
      char quote = 0;
      for (int at = 0; at < text.length(); at++) {
        char c = text.charAt(at);
        quote = after(quote, c);
        if (quote == 0 && (c == ' ' || c == '\t')) {
          keep(words, word);
        } else {
          word.append(c);
        }
      }
      keep(words, word);
      return words;
    }

    static boolean quotesPair(String text) {
      char quote = 0;
      for (int at = 0; at < text.length(); at++) {
        quote = after(quote, text.charAt(at));
      }
      return quote == 0;
    }

    /** The quote that is open behind a character, 0 for none. */
    private static char after(char quote, char c) {
      if (c == quote) {
        return 0;
      }
      return quote == 0 && (c == '"' || c == '\'') ? c : quote;
    }

    private static void keep(List<String> words, StringBuilder word) {
      if (!word.isEmpty()) {
        words.add(word.toString());
        word.setLength(0);
      }
    }
  }
}
