package dev.nodeready.tree;

import java.util.ArrayList;
import java.util.List;

/** Keeps what it hears of one reading, since a text may have to be read again. */
final class HeldNotes implements Notes {
  private final List<Runnable> heard = new ArrayList<>();
  private final Notes notes;

  HeldNotes(Notes notes) {
    this.notes = notes;
  }

  @Override
  public void duplicateKey(String key, Origin second, Origin first) {
    heard.add(() -> notes.duplicateKey(key, second, first));
  }

  @Override
  public void furtherDocument(Origin origin) {
    heard.add(() -> notes.furtherDocument(origin));
  }

  /** Tells all of it. */
  void tell() {
    heard.forEach(Runnable::run);
  }
}
