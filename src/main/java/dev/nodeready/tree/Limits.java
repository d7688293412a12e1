package dev.nodeready.tree;

/** What a document may hold at most; far beyond what any NodeConfig has. */
final class Limits {
  /** Characters of a text. */
  static final int LENGTH = 10 << 20;

  /** Objects and lists inside each other. */
  static final int DEPTH = 64;

  /** Values, each alias counted as what it stands for: a third of 128 MB of memory holds them. */
  static final long VALUES = 50_000;

  private Limits() {}
}
