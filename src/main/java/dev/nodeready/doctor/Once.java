package dev.nodeready.doctor;

import dev.nodeready.failure.FailureException;
import org.jspecify.annotations.Nullable;

/**
 * Something that several checks need and that is made by the first of them, such as an answer that
 * costs a process; who comes meanwhile waits for that alone.
 *
 * @param <T> what it is
 */
public final class Once<T> {
  private final Making<T> making;
  private final boolean forAll;
  private @Nullable T made;
  private @Nullable FailureException failed;

  private Once(Making<T> making, boolean forAll) {
    this.making = making;
    this.forAll = forAll;
  }

  /**
   * Makes it.
   *
   * @param <T> what it is
   */
  @FunctionalInterface
  public interface Making<T> {
    /** Makes it. */
    T make() throws InterruptedException;
  }

  /** Where it fails, the next one who needs it tries again. */
  public static <T> Once<T> of(Making<T> making) {
    return new Once<>(making, false);
  }

  /** What it failed at, it has failed at for all. */
  public static <T> Once<T> forAll(Making<T> making) {
    return new Once<>(making, true);
  }

  /** What was made. */
  public synchronized T get() throws InterruptedException {
    if (failed != null) {
      throw failed;
    }
    try {
      T known = made == null ? making.make() : made;
      made = known;
      return known;
    } catch (FailureException e) {
      failed = forAll ? e : null;
      throw e;
    }
  }

  /** What was made so far; null where nobody has needed it. */
  public synchronized @Nullable T made() {
    return made;
  }
}
