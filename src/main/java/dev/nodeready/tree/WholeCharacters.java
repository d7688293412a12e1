package dev.nodeready.tree;

import java.io.Reader;

/**
 * A text, read in pieces of which none ends inside of a character: snakeyaml-engine 3.0.1 falls
 * over the one whose halves lie on both sides of the end of its buffer.
 */
final class WholeCharacters extends Reader {
  private final String text;
  private int at;

  WholeCharacters(String text) {
    this.text = text;
  }

  @Override
  public int read(char[] into, int offset, int length) {
    int end = Math.min(text.length(), at + length);
    if (at == text.length()) {
      return -1;
    }
    if (end - at > 1 && end < text.length() && Character.isHighSurrogate(text.charAt(end - 1))) {
      end--;
    }
    int start = at;
    text.getChars(start, end, into, offset);
    at = end;
    return end - start;
  }

  @Override
  public void close() {}
}
