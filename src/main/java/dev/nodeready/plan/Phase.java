package dev.nodeready.plan;

import java.util.List;

/**
 * Steps that belong together.
 *
 * @param name one lower-case word, unique in the plan
 * @param steps in the order they run
 */
public record Phase(String name, List<Step> steps) {
  public Phase {
    steps = List.copyOf(steps);
  }

  /** A phase of the given steps. */
  public static Phase of(String name, Step... steps) {
    return new Phase(name, List.of(steps));
  }
}
