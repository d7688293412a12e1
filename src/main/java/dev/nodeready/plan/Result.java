package dev.nodeready.plan;

import dev.nodeready.failure.Failure;
import java.util.List;

/** How a plan ended. */
public sealed interface Result {
  /** Every step did its work. */
  record Succeeded() implements Result {}

  /** Every step did its work, but some things need a look. */
  record Degraded(List<Failure> failures) implements Result {}

  /** A step failed; those after it did not run. */
  record Failed(Failure failure) implements Result {}

  /** Somebody stopped it. */
  record Stopped(String why) implements Result {}
}
