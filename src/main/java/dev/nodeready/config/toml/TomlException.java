package dev.nodeready.config.toml;

/** A text is no TOML. */
public final class TomlException extends Exception {
  private final int line;
  private final int column;

  TomlException(int line, int column, String message) {
    super(message);
    this.line = line;
    this.column = column;
  }

  /** The line where it stops being TOML, from 1. */
  public int line() {
    return line;
  }

  /** The column where it stops being TOML, from 1. */
  public int column() {
    return column;
  }
}
