package dev.nodeready.config.mime;

/** Walks through the lines of a text; CRLF and LF both end one. */
final class Lines {
  private final String text;
  private int next;
  private int number;
  private int start;
  private int end;

  Lines(String text, int from, int firstLine) {
    this.text = text;
    this.next = from;
    this.number = firstLine - 1;
  }

  /** Moves to the next line; false at the end of the text. */
  boolean advance() {
    if (next >= text.length()) {
      start = end = text.length();
      return false;
    }
    start = next;
    int newline = text.indexOf('\n', next);
    end = newline < 0 ? text.length() : newline;
    next = newline < 0 ? text.length() : newline + 1;
    if (end > start && text.charAt(end - 1) == '\r') {
      end--;
    }
    number++;
    return true;
  }

  /** The line without its end. */
  String line() {
    return text.substring(start, end);
  }

  boolean isBlank() {
    return line().isBlank();
  }

  /** Where the line begins. */
  int start() {
    return start;
  }

  /** Where the next line begins. */
  int next() {
    return next;
  }

  /** The number of the line, from 1. */
  int number() {
    return number;
  }
}
