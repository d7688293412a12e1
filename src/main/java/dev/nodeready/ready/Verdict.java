package dev.nodeready.ready;

import dev.nodeready.failure.Failure;

/**
 * What a probe found.
 *
 * @param <T> what is known once it is ready
 */
public sealed interface Verdict<T> {
  /** It is ready. */
  record Ready<T>(T value) implements Verdict<T> {}

  /**
   * It is not ready, and waiting may help.
   *
   * @param because what to report if time runs out
   * @param soon whether it is there and on its way, so that the next look is due within
   *     milliseconds: no event tells when a server that already listens begins to answer
   */
  record NotYet<T>(Failure because, boolean soon) implements Verdict<T> {
    /** Not ready, with nothing to do but wait for an event or the tick. */
    public NotYet(Failure because) {
      this(because, false);
    }
  }

  /** It will not become ready however long one waits. */
  record Never<T>(Failure failure) implements Verdict<T> {}
}
