package dev.nodeready.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Commands are killed, or have a call fail, at some of all the calls by which they change the
 * world; at each of them by {@code src/test/run -Dit.test=CrashIT -Dcrash.step=1}, where {@code
 * -Dcrash.seed=N} has another of the six kinds of errors meet each call.
 */
@Tag("real")
class CrashIT {
  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource
  @Timeout(14_400)
  void killed_or_failing_anywhere_the_next_run_ends_where_an_undisturbed_one_does(Victims which)
      throws Exception {
    try (ScriptedMachine machine = new ScriptedMachine(folder.resolve("m"))) {
      Victim victim = which.on(machine, folder.resolve("before"));

      assertThat(Crashes.of(which.name(), Trip.in(folder), victim, 1)).isEmpty();
    }
  }
}
