package dev.nodeready.config;

/** What a problem does. */
public enum Severity {
  /** It is told. */
  WARNING,
  /** It fails {@code config check} and a strict boot; any other boot tells it and goes on. */
  STRICT,
  /** It fails everything. */
  ERROR
}
