package dev.nodeready.doctor;

import org.jspecify.annotations.Nullable;

/**
 * An answer that several checks want, and that costs a process: the first one asks for it, and who
 * comes meanwhile waits for that alone. A failure is not kept.
 *
 * @param <T> of the answer
 */
final class Once<T> {
  private final Question<T> question;
  private @Nullable T answer;

  Once(Question<T> question) {
    this.question = question;
  }

  /**
   * How to get the answer.
   *
   * @param <T> of the answer
   */
  @FunctionalInterface
  interface Question<T> {
    T ask() throws InterruptedException;
  }

  /** The answer. */
  synchronized T get() throws InterruptedException {
    T known = answer == null ? question.ask() : answer;
    answer = known;
    return known;
  }
}
