package dev.nodeready.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.Eventually;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProcessIdTest {
  @Test
  void lives_until_it_ends() throws Exception {
    Process sleeper = new ProcessBuilder("sleep", "60").start();
    ProcessId process = ProcessId.of(sleeper.pid()).orElseThrow();
    assertThat(process.lives()).isTrue();

    sleeper.destroyForcibly().waitFor();

    assertThat(process.lives()).isFalse();
  }

  /** Seen: in a container that waits for no orphans the end of one was awaited for 10 s. */
  @Test
  void has_ended_where_nobody_takes_note_of_it() throws Exception {
    Process careless = new ProcessBuilder("sh", "-c", "sleep 60 & echo $!; exec sleep 60").start();
    long pid = Long.parseLong(careless.inputReader().readLine());
    // As long as it is a shell it may take note.
    Eventually.until(
        "the shell is gone", () -> careless.info().command().orElse("").endsWith("sleep"));
    ProcessHandle handle = ProcessHandle.of(pid).orElseThrow();
    assertThat(ProcessId.endsWithin(pid, Duration.ZERO)).isFalse();
    handle.destroyForcibly();

    assertThat(ProcessId.endsWithin(pid, Duration.ofMinutes(1))).isTrue();

    assertThat(handle.isAlive()).as("for Java").isTrue();
    careless.destroyForcibly();
  }

  @Test
  void another_one_with_its_number_is_not_it() {
    ProcessId own = ProcessId.own();

    assertThat(own.lives()).isTrue();
    assertThat(new ProcessId(own.pid(), own.started() + "0").lives()).isFalse();
  }

  @Test
  void one_that_never_was_does_not_live() {
    assertThat(new ProcessId(Integer.MAX_VALUE, "1").lives()).isFalse();
  }
}
