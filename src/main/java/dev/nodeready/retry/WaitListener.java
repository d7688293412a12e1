package dev.nodeready.retry;

/** Hears of waits. */
@FunctionalInterface
public interface WaitListener {
  /**
   * Tells nobody. Not a constant: an interface that has one to make first, beside a method of its
   * own, keeps every lambda of it out of the AOT cache.
   */
  static WaitListener none() {
    return waiting -> {};
  }

  /** Called before each pause, and at least each second. */
  void waiting(Waiting waiting);

  /** The wait is over, however it ended. */
  default void over() {}
}
