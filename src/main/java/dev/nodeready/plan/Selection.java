package dev.nodeready.plan;

import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which steps of a plan run.
 *
 * @param only phase or step names; empty means all
 * @param skip phase or step names; wins over {@code only}
 */
public record Selection(Set<String> only, Set<String> skip) {
  /** Every step. */
  public static final Selection ALL = new Selection(Set.of(), Set.of());

  public Selection {
    only = Set.copyOf(only);
    skip = Set.copyOf(skip);
  }

  /** Whether a step runs. */
  public boolean includes(String phase, String step) {
    boolean wanted = only.isEmpty() || only.contains(phase) || only.contains(step);
    return wanted && !skip.contains(phase) && !skip.contains(step);
  }

  /**
   * Refuses names that no phase or step has.
   *
   * @throws dev.nodeready.failure.FailureException with code {@code PLAN_UNKNOWN_STEP}
   */
  public void check(List<Phase> phases) {
    Set<String> known = names(phases);
    Set<String> unknown = new TreeSet<>();
    Stream.of(only, skip)
        .flatMap(Set::stream)
        .filter(n -> !known.contains(n))
        .forEach(unknown::add);
    if (!unknown.isEmpty()) {
      throw Failure.permanent(
              Code.PLAN_UNKNOWN_STEP,
              "select steps",
              "there is no phase or step named " + String.join(", ", unknown),
              "choose from " + String.join(", ", known))
          .asException();
    }
  }

  private static Set<String> names(List<Phase> phases) {
    return phases.stream()
        .flatMap(p -> Stream.concat(Stream.of(p.name()), p.steps().stream().map(Step::name)))
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }
}
