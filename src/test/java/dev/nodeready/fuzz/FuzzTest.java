package dev.nodeready.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Throws drawn inputs at whatever reads what comes from outside. {@code -Dfuzz.inputs=1000000
 * -Dfuzz.seed=2} for a long search, {@code -Dfuzz.target=NAME -Dfuzz.round=N} for one input again.
 */
class FuzzTest {
  private static final long INPUTS = Long.getLong("fuzz.inputs", 25_000);
  private static final long SEED = Long.getLong("fuzz.seed", 1);
  private static final long ROUND = Long.getLong("fuzz.round", -1);

  static List<Target> targets() {
    return Targets.chosen();
  }

  @ParameterizedTest
  @MethodSource("targets")
  void whatever_it_reads_it_ends_within_bounds_with_a_value_or_a_failure_of_its_own(Target target) {
    // Honest ones first: they load classes, which is no cost of what is drawn.
    target.seeds().forEach(target::run);
    long rounds = ROUND >= 0 ? ROUND + 1 : INPUTS / Targets.all().size();
    for (long round = Math.max(0, ROUND); round < rounds; round++) {
      byte[] input = new Mutation(target, SEED * 1_000_003 + round).draw();
      try {
        target.run(input);
      } catch (AssertionError e) {
        throw new AssertionError(
            "-Dfuzz.target=%s -Dfuzz.seed=%d -Dfuzz.round=%d: %s"
                .formatted(target, SEED, round, Base64.getEncoder().encodeToString(input)),
            e);
      }
    }
  }

  /** Found by a million inputs: the names of a version were cut out of their table for each. */
  @Test
  void thousands_of_flags_that_kubelet_does_not_know_are_looked_at_within_bounds() {
    String flags = "flags: [" + "--map, ".repeat(4000) + "]";

    assertThatCode(() -> Targets.named("kubelet-config").run(flags.getBytes(UTF_8)))
        .doesNotThrowAnyException();
  }

  @Test
  void every_target_has_a_name_of_its_own_and_something_to_begin_with() {
    Set<String> names = new HashSet<>();
    for (Target target : Targets.all()) {
      assertThat(names.add(target.name())).as(target.name()).isTrue();
      assertThat(target.seeds()).as(target.name()).isNotEmpty();
    }
  }
}
