package dev.nodeready;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nodeready.cli.Cli;
import dev.nodeready.cli.Streams;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingTest {
  private static final PrintStream NOWHERE =
      new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);

  @TempDir private Path folder;

  @Test
  void commands_that_end_as_they_have_to_are_a_training() throws IOException {
    assertThat(run("0 --version", "2 no-such-command")).isZero();
  }

  @Test
  void a_boot_that_failed_is_no_training() {
    assertThatThrownBy(() -> run("0 --version", "0 status --root " + folder))
        .hasMessageContaining("ended with 1: 0 status");
  }

  @Test
  void what_goes_on_until_it_is_stopped_is_stopped_when_it_has_written_what_it_is_trained_for()
      throws IOException {
    Path written = folder.resolve("run/nodeready/watch.prom");
    Files.createDirectories(written.getParent());

    assertThat(run("0@" + written + " watch --supervisor none --root " + folder)).isZero();

    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  private int run(String... lines) throws IOException {
    Path script = folder.resolve("commands");
    Files.writeString(script, String.join("\n", lines));
    return Training.run(new Cli(new Streams(NOWHERE, NOWHERE)), script);
  }
}
