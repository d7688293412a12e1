package dev.nodeready.plan;

/** Hears every event of a plan, in order, on the thread that runs it. */
@FunctionalInterface
public interface Listener {
  /** Called for each event; must not throw. */
  void on(Event event);
}
