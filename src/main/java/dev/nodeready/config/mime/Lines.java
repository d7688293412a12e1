package dev.nodeready.config.mime;

/** Walks through the lines of a part of a text; CRLF and LF both end one. */
final class Lines {
  private final String text;
  private final int to;
  private int next;
  private int number;
  private int start;
  private int end;

  Lines(String text, int from, int to, int firstLine) {
    this.text = text;
    this.to = to;
    this.next = from;
    this.number = firstLine - 1;
  }

  /** Moves to the next line; false at the end of the text. */
  boolean advance() {
    if (next >= to) {
      start = end = to;
      return false;
    }
    start = next;
    int newline = text.indexOf('\n', next, to);
    end = newline < 0 ? to : newline;
    next = newline < 0 ? to : newline + 1;
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
