package dev.nodeready.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScratchTest {
  @TempDir private Path folder;

  @Test
  void closing_ends_the_processes_that_name_the_folder_and_removes_it() throws Exception {
    Process left;
    try (Scratch scratch = Scratch.in(folder)) {
      Path file = Files.writeString(scratch.root().folder().resolve("a"), "x");
      left = new ProcessBuilder("tail", "-f", file.toString()).start();
      assertThat(left.isAlive()).isTrue();
    }

    assertThat(left.waitFor()).isEqualTo(137);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void a_link_in_the_folder_is_removed_and_what_it_points_to_stays() throws Exception {
    Path precious = Files.writeString(folder.resolve("precious"), "x");
    try (Scratch scratch = Scratch.in(folder)) {
      Files.createSymbolicLink(scratch.root().folder().resolve("link"), precious);
    }

    assertThat(precious).hasContent("x");
  }
}
