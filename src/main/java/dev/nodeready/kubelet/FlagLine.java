package dev.nodeready.kubelet;

import dev.nodeready.catalogue.Code;
import dev.nodeready.config.kubelet.FlagItem;
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
  private FlagLine() {}

  /**
   * The flags on one line.
   *
   * @throws dev.nodeready.failure.FailureException with code {@code CONFIG_FLAG_INVALID}
   */
  static String of(List<String> generated, List<String> users) {
    List<FlagItem> items = users.stream().map(FlagItem::new).toList();
    items.forEach(item -> refuseControls(item.text()));
    List<String> line = new ArrayList<>();
    generated.forEach(flag -> line.add(word(flag)));
    line.addAll(TaintFlags.joined(items));
    // The environment file's own reading comes on top of the splitting into words.
    return String.join(" ", line).replace("\\", "\\\\");
  }

  /** An item of the user's, as systemd has to split it. */
  static String item(FlagItem item) {
    return item.asWritten() ? item.text() : quoted(item.text());
  }

  /** One word, whatever it holds. */
  static String word(String word) {
    return !word.isEmpty() && new FlagItem(word).isPlain() ? word : quoted(word);
  }

  /** Certain not to join: systemd drops the whole line, so kubelet would get no flag at all. */
  private static void refuseControls(String flag) {
    for (int at = 0; at < flag.length(); at++) {
      if (Character.isISOControl(flag.charAt(at)) && flag.charAt(at) != '\t') {
        throw Failure.permanent(
                Code.CONFIG_FLAG_INVALID,
                "write kubelet flag " + (at == 0 ? "" : flag.substring(0, at) + "…"),
                "it holds a control character")
            .asException();
      }
    }
  }

  private static String quoted(String flag) {
    return '"' + flag.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
