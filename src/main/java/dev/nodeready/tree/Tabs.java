package dev.nodeready.tree;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.exceptions.Mark;

/**
 * Tabs between values, as in {@code name:<tab>my-cluster}: nodeadm's parser takes them for blanks,
 * and snakeyaml-engine 3.0.1 refuses them. A tab that indents is refused by both.
 */
final class Tabs {
  private Tabs() {}

  /** The text with a blank for the tab that the parser stopped at; null where it is no such one. */
  static @Nullable String replaced(String text, Optional<Mark> stop) {
    int at = stop.map(mark -> offset(text, mark.getIndex())).orElse(text.length());
    if (at < text.length() && text.charAt(at) == '\t') {
      return isIndent(text, at) ? null : spaced(text, at);
    }
    // Inside of a list or an object in brackets it stops at the blank behind a tab.
    int before = at - 1;
    while (before > 0 && text.charAt(before) == ' ') {
      before--;
    }
    boolean tab = at < text.length() && text.charAt(at) == ' ' && before >= 0;
    return tab && text.charAt(before) == '\t' ? spaced(text, before) : null;
  }

  private static String spaced(String text, int at) {
    return text.substring(0, at) + ' ' + text.substring(at + 1);
  }

  private static int offset(String text, int codePoints) {
    return codePoints > text.codePointCount(0, text.length())
        ? text.length()
        : text.offsetByCodePoints(0, codePoints);
  }

  /** Whether a key may stand behind it: it begins a line, or follows the mark of an item. */
  private static boolean isIndent(String text, int at) {
    int start = Math.max(text.lastIndexOf('\n', at), text.lastIndexOf('\r', at)) + 1;
    String before = text.substring(start, at).strip();
    // One after another, as in "- - a", or the beginning of a document.
    return before.isEmpty() || before.matches("(?:---|[-?:])(?:[ \\t]+[-?:])*");
  }
}
