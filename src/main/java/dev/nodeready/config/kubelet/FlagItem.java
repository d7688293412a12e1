package dev.nodeready.config.kubelet;

import java.util.ArrayList;
import java.util.List;

/**
 * One item of {@code spec.kubelet.flags}, and the words that systemd makes of it. systemd takes
 * quotes off and splits at white space when it expands {@code $NODEADM_KUBELET_ARGS}; an item that
 * this would tear apart (a space inside a value, a quote without its pair, a backslash) is
 * protected where the line is written, and reaches kubelet as one word.
 *
 * @param text what was written, with line breaks as spaces and without spaces around it
 */
public record FlagItem(String text) {
  /** Takes line breaks for spaces, as a list of flags in a block of text means them. */
  public FlagItem(String text) {
    this.text = text.replace('\n', ' ').replace('\r', ' ').strip();
  }

  /** Whether systemd makes of it what it looks like. */
  public boolean asWritten() {
    if (text.indexOf('\\') >= 0 || !quotesPair()) {
      return isPlain();
    }
    List<String> words = split(false);
    if (!text.startsWith("-") && words.size() == 1) {
      return true; // quotes around the whole of it come off
    }
    boolean valueGiven = !text.startsWith("-");
    for (String word : words) {
      if (valueGiven && !word.startsWith("-")) {
        return false;
      }
      valueGiven = word.indexOf('=') >= 0;
    }
    return true;
  }

  /** The words that kubelet gets of it; none where it is empty. */
  public List<String> words() {
    return asWritten() ? split(true) : text.isEmpty() ? List.of() : List.of(text);
  }

  /** Whether it holds nothing that systemd treats in a way of its own. */
  public boolean isPlain() {
    return text.indexOf(' ') < 0
        && text.indexOf('\t') < 0
        && text.indexOf('"') < 0
        && text.indexOf('\'') < 0
        && text.indexOf('\\') < 0;
  }

  /** Words as systemd splits them, for texts without backslashes. */
  private List<String> split(boolean unquoted) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean begun = false;
    char quote = 0;
    for (int at = 0; at < text.length(); at++) {
      char c = text.charAt(at);
      char next = after(quote, c);
      if (next == 0 && quote == 0 && (c == ' ' || c == '\t')) {
        if (begun) {
          words.add(word.toString());
        }
        word.setLength(0);
        begun = false;
      } else {
        begun = true;
        if (!unquoted || next == quote) {
          word.append(c);
        }
      }
      quote = next;
    }
    if (begun) {
      words.add(word.toString());
    }
    return words;
  }

  private boolean quotesPair() {
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
}
