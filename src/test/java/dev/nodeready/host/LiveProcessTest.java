package dev.nodeready.host;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LiveProcessTest {
  @Test
  void lives_until_it_ends() throws Exception {
    Process sleeper = new ProcessBuilder("sleep", "60").start();
    LiveProcess process = LiveProcess.of(sleeper.pid());
    assertThat(process.lives()).isTrue();

    sleeper.destroyForcibly().waitFor();

    assertThat(process.lives()).isFalse();
  }

  @Test
  void another_one_with_its_number_is_not_it() {
    LiveProcess own = LiveProcess.own();

    assertThat(own.lives()).isTrue();
    assertThat(new LiveProcess(own.pid(), own.startTicks() - 1).lives()).isFalse();
  }

  @Test
  void one_that_never_was_does_not_live() {
    assertThat(new LiveProcess(Integer.MAX_VALUE, 0).lives()).isFalse();
  }
}
