package dev.nodeready.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.crash.Trip.How;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
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
  /** Each so manieth call; 0 for a few that the seed draws. */
  private static final int STEP = Integer.getInteger("crash.step", 0);

  private static final long SEED = Long.getLong("crash.seed", 20);
  private static final int DRAWN = 2;
  private static final List<How> ERRORS =
      List.of(How.values()).subList(How.EIO.ordinal(), How.values().length);

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource
  @Timeout(14_400)
  void killed_or_failing_anywhere_the_next_run_ends_where_an_undisturbed_one_does(Victims which)
      throws Exception {
    try (ScriptedMachine machine = new ScriptedMachine(folder.resolve("m"))) {
      Crashes crashes = new Crashes(Trip.in(folder), which.on(machine, folder.resolve("before")));
      killed(crashes);
      told(which + ", killed", crashes);
      failing(crashes);
      told(which + ", with errors", crashes);
      assertThat(crashes.wrong()).as("crash.seed=" + SEED).isEmpty();
    }
  }

  /** Every other time the machine is started anew behind it. */
  private static void killed(Crashes crashes) throws Exception {
    boolean reboots = false;
    for (String call : drawn(crashes.calls())) {
      crashes.kill(call, reboots);
      reboots = !reboots;
    }
  }

  private static void failing(Crashes crashes) throws Exception {
    long turn = SEED;
    for (String call : drawn(crashes.fileCalls())) {
      crashes.fail(call, ERRORS.get((int) (turn++ % ERRORS.size())));
    }
  }

  private static List<String> drawn(List<String> calls) {
    List<String> drawn = new ArrayList<>();
    if (STEP > 0) {
      for (int i = (int) (SEED % STEP); i < calls.size(); i += STEP) {
        drawn.add(calls.get(i));
      }
      return drawn;
    }
    drawn.addAll(calls);
    Collections.shuffle(drawn, new Random(SEED));
    return drawn.subList(0, DRAWN);
  }

  private static void told(String what, Crashes crashes) {
    System.out.println("crash: " + what + ": " + crashes.table());
    crashes.wrong().forEach(System.out::println);
  }
}
