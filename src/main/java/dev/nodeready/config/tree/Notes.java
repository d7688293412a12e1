package dev.nodeready.config.tree;

/** Hears of what is odd in a text that can be read all the same. */
public interface Notes {
  /** A key stands twice in one object; the later value was taken. */
  void duplicateKey(String key, Origin second, Origin first);

  /** Another document follows; only the first was read. */
  void furtherDocument(Origin origin);
}
