package dev.nodeready.kubelet;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads a line of flags as systemd does: first as the value of an environment file, then split into
 * words as {@code $NAME} in {@code ExecStart=} is. After systemd 252, {@code parse_env_file} and
 * {@code extract_first_word} with relaxed unquoting.
 */
public final class SystemdWords {
  private SystemdWords() {}

  /** The words of a line as it stands in an environment file, behind the name and =. */
  public static List<String> of(String line) {
    return split(value(line));
  }

  /** Quotes count only at the beginning of a value, and no line of ours begins with one. */
  private static String value(String line) {
    StringBuilder value = new StringBuilder();
    for (int at = 0; at < line.length(); at++) {
      char c = line.charAt(at);
      if (c == '\\' && at + 1 < line.length()) {
        at++;
        value.append(line.charAt(at));
      } else {
        value.append(c);
      }
    }
    return value.toString();
  }

  private static List<String> split(String value) {
    List<String> words = new ArrayList<>();
    StringBuilder word = null;
    char quote = 0;
    for (int at = 0; at < value.length(); at++) {
      char c = value.charAt(at);
      boolean space = quote == 0 && (c == ' ' || c == '\t');
      if (space && word != null) {
        words.add(word.toString());
        word = null;
      }
      if (space) {
        continue;
      }
      word = word == null ? new StringBuilder() : word;
      if (c == '\\' && at + 1 < value.length()) {
        at++;
        word.append(value.charAt(at));
      } else if (quote == c) {
        quote = 0;
      } else if (quote == 0 && (c == '"' || c == '\'')) {
        quote = c;
      } else {
        word.append(c);
      }
    }
    if (word != null) {
      words.add(word.toString());
    }
    return words;
  }
}
