package dev.nodeready.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.crash.Crashes;
import dev.nodeready.crash.Trip;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The same as {@link dev.nodeready.crash.Crashes} does to other commands, of a bake. */
@InBootLab
class BakeCrashIT {
  @TempDir private Path folder;

  @Test
  @Timeout(14_400)
  void a_bake_that_is_killed_or_failing_anywhere_is_finished_by_the_next() throws Exception {
    try (BakedRoot root = new BakedRoot(folder)) {
      assertThat(Crashes.of("BAKE", Trip.in(folder), root, 1)).isEmpty();
    }
  }
}
