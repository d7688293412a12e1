package dev.nodeready.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
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

  /** Seen: a bake that was killed left its copy of the machine in the image for ever. */
  @Test
  void what_a_rehearsal_that_was_killed_has_left_is_taken_away_by_the_next() throws Exception {
    Path left = ofAProcessThatEnded("-1");
    Files.createDirectories(left.resolve("root/etc"));
    Path nothingYet = ofAProcessThatEnded("-2");

    try (Scratch scratch = Scratch.in(folder)) {
      assertThat(folder).isDirectoryNotContaining(left::equals);
      assertThat(folder).isDirectoryNotContaining(nothingYet::equals);
      assertThat(scratch.root().folder()).exists();
    }
  }

  @Test
  void what_is_in_use_or_was_kept_or_is_anothers_stays() throws Exception {
    Path kept = ofAProcessThatEnded("-1");
    Files.createDirectories(kept.resolve("var/log/nodeready"));
    Path open = ofAProcessThatEnded("-2");
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path link = kept.resolveSibling(kept.getFileName() + "0");
    Files.createSymbolicLink(link, Files.createDirectories(folder.resolve("theirs/root")));

    try (Scratch first = Scratch.in(folder);
        Scratch second = Scratch.in(folder)) {
      assertThat(first.root().folder()).exists().isNotEqualTo(second.root().folder());
    }

    assertThat(kept.resolve("var/log/nodeready")).exists();
    assertThat(open).exists();
    assertThat(link).exists();
  }

  /** With the name that another boot's process of this id would give it. */
  private Path ofAProcessThatEnded(String number) throws IOException {
    Path path =
        folder.resolve("nodeready-rehearsal-" + ProcessHandle.current().pid() + "-1" + number);
    return Files.createDirectory(
        path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
  }
}
