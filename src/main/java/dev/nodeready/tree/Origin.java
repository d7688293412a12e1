package dev.nodeready.tree;

/**
 * Where a value was written.
 *
 * @param source the configuration source, such as {@code imds://user-data}
 * @param document the text within it, such as a path, with the part where there are several
 * @param line from 1; 0 where no line can be told
 * @param column from 1; 0 where no column can be told
 */
public record Origin(String source, String document, int line, int column) {
  /** {@code document:line:column}, the form that editors and terminals can follow. */
  @Override
  public String toString() {
    if (line == 0) {
      return document;
    }
    return document + ":" + line + (column == 0 ? "" : ":" + column);
  }
}
