package dev.nodeready.retry;

/** Hears of waits. */
@FunctionalInterface
public interface WaitListener {
  /** Tells nobody. */
  WaitListener NONE = waiting -> {};

  /** Called before each pause, and at least each second. */
  void waiting(Waiting waiting);

  /** The wait is over, however it ended. */
  default void over() {}
}
