package dev.nodeready.tree;

import java.io.IOException;

/** A text cannot be read: it breaks the rules of its language or a limit. */
public final class TextException extends IOException {
  private final transient Origin origin;

  /** A text that stops making sense at {@code origin}. */
  public TextException(Origin origin, String message) {
    super(message);
    this.origin = origin;
  }

  /** Where it stops making sense. */
  public Origin origin() {
    return origin;
  }
}
