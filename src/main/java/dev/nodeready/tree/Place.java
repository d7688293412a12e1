package dev.nodeready.tree;

/**
 * Where a text stands.
 *
 * @param source the configuration source that it came from
 * @param document what to call the text
 * @param firstLine the line of the document at which the text begins, from 1
 */
public record Place(String source, String document, int firstLine) {
  /** A text that is a whole document. */
  public static Place of(String source, String document) {
    return new Place(source, document, 1);
  }

  /** A text that begins further down in the same document. */
  public Place fromLine(int line) {
    return new Place(source, document, firstLine + line - 1);
  }

  /** A text that was unpacked out of this one, so that its lines are its own. */
  public Place inside(String what) {
    return new Place(source, document + " (" + what + ")", 1);
  }

  /** A place in the text, both from 1. */
  public Origin at(int line, int column) {
    return new Origin(source, document, firstLine + line - 1, column);
  }

  /** The text as a whole. */
  public Origin whole() {
    return new Origin(source, document, 0, 0);
  }
}
