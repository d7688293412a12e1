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
    generated.stream().map(FlagItem::new).forEach(flag -> line.add(flag, flag.isPlain()));
    joinTaints(users.stream().map(FlagItem::new).toList())
        .forEach(flag -> line.add(flag, flag.asWritten()));
    return line.line.toString();
  }

  private void add(FlagItem item, boolean asWritten) {
    if (!item.text().isEmpty()) {
      // The environment file's own reading comes on top of the splitting into words.
      String words = asWritten ? item.text() : quoted(item.text());
      line.append(line.isEmpty() ? "" : " ").append(words.replace("\\", "\\\\"));
    }
  }

  /** kubelet keeps only the last of several taint flags, so all of them become that last one. */
  private static List<FlagItem> joinTaints(List<FlagItem> flags) {
    List<FlagItem> rest = new ArrayList<>();
    List<String> taints = new ArrayList<>();
    int last = -1;
    flags.forEach(flag -> refuseControls(flag.text()));
    for (FlagItem flag : flags) {
      List<String> words = flag.words();
      if (words.size() == 1 && words.getFirst().startsWith(TAINTS)) {
        taints.add(words.getFirst().substring(TAINTS.length()));
        last = rest.size();
      } else {
        rest.add(flag);
      }
    }
    if (taints.size() < 2) {
      return flags;
    }
    rest.add(last, new FlagItem(TAINTS + String.join(",", taints)));
    return rest;
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
