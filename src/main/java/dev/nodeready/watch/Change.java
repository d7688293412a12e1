package dev.nodeready.watch;

import dev.nodeready.failure.Failure;
import java.time.Duration;

/** What is new about a node, once. */
public sealed interface Change {
  /** Something is wrong that was not before. */
  record Began(Failure failure) implements Change {}

  /** Something is not wrong any more. */
  record Over(Failure failure, Duration after) implements Change {}

  /** Something was mended. */
  record Mended(String what) implements Change {}
}
