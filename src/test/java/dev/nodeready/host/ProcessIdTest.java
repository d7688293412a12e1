package dev.nodeready.host;

import static org.assertj.core.api.Assertions.assertThat;

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
