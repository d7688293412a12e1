package dev.nodeready.plan;

import dev.nodeready.failure.Failure;

/** How a step ended. */
public sealed interface Outcome {
  /** A few words on what was done or found; empty where there is nothing to say. */
  String detail();

  /** The machine is other than before. */
  record Changed(String detail) implements Outcome {}

  /** All was already as it should be. */
  record Unchanged(String detail) implements Outcome {}

  /** The step was not run. */
  record Skipped(String detail) implements Outcome {}

  /** The step did its work, but something needs a look. */
  record Degraded(Failure failure) implements Outcome {
    @Override
    public String detail() {
      return failure.toPublicLine();
    }
  }

  /** The step failed and the plan ends. */
  record Failed(Failure failure) implements Outcome {
    @Override
    public String detail() {
      return failure.toPublicLine();
    }
  }

  /** The outcome as one word, as it stands in reports. */
  default String word() {
    return switch (this) {
      case Changed _ -> "changed";
      case Unchanged _ -> "unchanged";
      case Skipped _ -> "skipped";
      case Degraded _ -> "degraded";
      case Failed _ -> "failed";
    };
  }
}
