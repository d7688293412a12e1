package dev.nodeready.plan;

import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

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
   * @param guess finds what may have been meant by a word among those that are known
   * @throws dev.nodeready.failure.FailureException with code {@code PLAN_UNKNOWN_STEP}
   */
  public void check(List<Phase> phases, BiFunction<String, Set<String>, @Nullable String> guess) {
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
              "there is no phase or step named '" + String.join("', '", unknown) + "'",
              remedy(unknown, known, guess))
          .asException();
    }
  }

  private static String remedy(
      Set<String> unknown,
      Set<String> known,
      BiFunction<String, Set<String>, @Nullable String> guess) {
    Set<String> meant = new TreeSet<>();
    for (String word : unknown) {
      String near = guess.apply(word, known);
      if (near != null) {
        meant.add(near);
      }
    }
    return (meant.isEmpty() ? "" : "write " + String.join(", ", meant) + ", or ")
        + "choose from "
        + String.join(", ", known);
  }

  /** The names of phases and of their steps, in the order of the plan. */
  public static Set<String> names(List<Phase> phases) {
    return phases.stream()
        .flatMap(p -> Stream.concat(Stream.of(p.name()), p.steps().stream().map(Step::name)))
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }
}
