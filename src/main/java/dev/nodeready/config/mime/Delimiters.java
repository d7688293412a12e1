package dev.nodeready.config.mime;

import java.util.Locale;

/** Tells the lines that part a multipart text from all others. */
final class Delimiters {
  /** What a line is to a multipart text. */
  enum Kind {
    CONTENT,
    DELIMITER,
    CLOSING,
    /** A closing delimiter with something behind it. */
    NEARLY_CLOSING,
    /** Most likely meant as a delimiter, but none. */
    NEAR_MISS
  }

  private final String delimiter;

  Delimiters(String boundary) {
    this.delimiter = "--" + boundary;
  }

  String delimiter() {
    return delimiter;
  }

  Kind kind(String line) {
    if (line.startsWith(delimiter)) {
      return withRest(line.substring(delimiter.length()));
    }
    return looksAlike(line) ? Kind.NEAR_MISS : Kind.CONTENT;
  }

  private static Kind withRest(String rest) {
    if (rest.isBlank()) {
      return Kind.DELIMITER;
    }
    if (rest.startsWith("--")) {
      return rest.substring(2).isBlank() ? Kind.CLOSING : Kind.NEARLY_CLOSING;
    }
    // Some boundaries are the beginning of others, so a long rest is someone else's.
    return rest.length() <= 3 ? Kind.NEAR_MISS : Kind.CONTENT;
  }

  /** Indented, in other letters, or with another number of dashes. */
  private boolean looksAlike(String line) {
    String core = core(line);
    return core.length() > 2 && core.equals(core(delimiter));
  }

  private static String core(String line) {
    String text = line.strip().toLowerCase(Locale.ROOT);
    int from = 0;
    int to = text.length();
    while (from < to && text.charAt(from) == '-') {
      from++;
    }
    while (to > from && text.charAt(to - 1) == '-') {
      to--;
    }
    return text.substring(from, to);
  }
}
