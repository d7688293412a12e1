package dev.nodeready.ready;

/** Hears of each look that found the thing not ready. */
@FunctionalInterface
public interface WaitListener {
  /** Tells nobody. */
  WaitListener NONE = waiting -> {};

  /** Called before each pause. */
  void waiting(Waiting waiting);
}
