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

  /** It is not ready, and waiting may help; the failure is what to report if time runs out. */
  record NotYet<T>(Failure because) implements Verdict<T> {}

  /** It will not become ready however long one waits. */
  record Never<T>(Failure failure) implements Verdict<T> {}
}
