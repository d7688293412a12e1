package dev.nodeready.verify;

import dev.nodeready.failure.FailureException;
import org.jspecify.annotations.Nullable;

/**
 * Something that several checks need and that is made by the first of them; who comes meanwhile
 * waits for it. What it failed at, it has failed at for all.
 *
 * @param <T> what it is
 */
final class Once<T> {
  private final Making<T> making;
  private @Nullable T made;
  private @Nullable FailureException failed;

  Once(Making<T> making) {
    this.making = making;
  }

  /** Makes it. */
  @FunctionalInterface
  interface Making<T> {
    T make() throws InterruptedException;
  }

  synchronized T get() throws InterruptedException {
    if (failed != null) {
      throw failed;
    }
    T known = made;
    if (known == null) {
      try {
        known = making.make();
        made = known;
      } catch (FailureException e) {
        failed = e;
        throw e;
      }
    }
    return known;
  }

  /** What was made so far; null where nobody has needed it. */
  synchronized @Nullable T made() {
    return made;
  }
}
