package dev.nodeready.tree;

/** Hears of what is odd in a text that can be read all the same. */
public interface Notes {
  /** For texts that a program wrote: what is odd in them is no one's concern. */
  Notes NONE =
      new Notes() {
        @Override
        public void duplicateKey(String key, Origin second, Origin first) {}

        @Override
        public void furtherDocument(Origin origin) {}
      };

  /** A key stands twice in one object; the later value was taken. */
  void duplicateKey(String key, Origin second, Origin first);

  /** Another document follows; only the first was read. */
  void furtherDocument(Origin origin);
}
