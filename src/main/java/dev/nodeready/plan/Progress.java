package dev.nodeready.plan;

import dev.nodeready.failure.Failure;
import java.time.Duration;
import java.util.Map;

/** Where a running step tells how it stands; what it tells reaches every listener of the plan. */
public interface Progress {
  /** The step waits: for what, why not yet, how long it has and how long it will. */
  void waiting(String subject, Failure because, Duration elapsed, Duration left);

  /** The wait is over. */
  void resumed();

  /** Another attempt begins. */
  void attempt();

  /** Something that was ready went away again. */
  void flapped(String what);

  /** Facts worth keeping, by name; a later one of the same name wins. */
  void found(Map<String, String> facts);

  /** Something worth a line, such as a warning that ends nothing. */
  void note(String text);
}
