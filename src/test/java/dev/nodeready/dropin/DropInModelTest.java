package dev.nodeready.dropin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.failure.FailureException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random NodeConfigs on random machines become what a model says that has nothing in common with
 * the renderers. {@code -Dmodel.configs=5000 -Dmodel.seed=2} for a long search; what differs is
 * shrunk, and printed with its seed.
 */
class DropInModelTest {
  private static final int CONFIGS = Integer.getInteger("model.configs", 300);
  private static final long SEED = Long.getLong("model.seed", 1);

  @TempDir private Path folder;

  @Test
  void a_config_becomes_what_an_independent_model_says() {
    List<String> wrong = new ArrayList<>();
    for (long seed = SEED; seed < SEED + CONFIGS && wrong.size() < 5; seed++) {
      Drawn drawn = Drawn.of(seed);
      List<String> found = differences(drawn);
      if (!found.isEmpty()) {
        String kind = kind(found);
        wrong.add(
            "seed "
                + seed
                + ": "
                + told(Shrinking.of(drawn, one -> kind(differences(one)).equals(kind))));
      }
    }
    assertThat(String.join("\n\n", wrong)).isEmpty();
  }

  /** What a smaller case has to differ in too. */
  private static String kind(List<String> differences) {
    return differences.isEmpty() ? "" : differences.getFirst().replaceFirst("[:\\[].*", "");
  }

  private String told(Drawn drawn) {
    return String.join("\n  ", differences(drawn))
        + "\n  of "
        + drawn.sources()
        + "\n  on "
        + drawn.machine();
  }

  private List<String> differences(Drawn drawn) {
    NodeModel model = new NodeModel(drawn);
    List<String> refusals = model.refusals();
    try {
      NodeAsRead read = NodeAsRead.of(drawn, Files.createTempDirectory(folder, "m"));
      return refusals.isEmpty()
          ? Differences.between(model.outcome(), read.outcome())
          : List.of("has to be refused by one of " + refusals);
    } catch (FailureException e) {
      String code = String.valueOf(e.failure().code());
      return refusals.contains(code)
          ? List.of()
          : List.of("refused with " + code + ": " + e.failure().toLine());
    } catch (IOException | IllegalArgumentException e) {
      return List.of(String.valueOf(e));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
