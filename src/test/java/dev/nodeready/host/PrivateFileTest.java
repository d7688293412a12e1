package dev.nodeready.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivateFileTest {
  @TempDir private Path folder;

  @Test
  void it_takes_the_place_of_another_file_and_is_for_its_owner_alone() throws Exception {
    Path file = Files.writeString(folder.resolve("it"), "old");

    assertThat(
            PrivateFile.<String>write(
                file,
                out -> {
                  out.write("new".getBytes(StandardCharsets.UTF_8));
                  return "known";
                }))
        .isEqualTo("known");

    assertThat(file).hasContent("new");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(folder).isDirectoryNotContaining(other -> !other.equals(file));
  }

  @Test
  void a_stop_in_the_middle_leaves_what_was_there_and_nothing_half_written() throws IOException {
    Path file = Files.writeString(folder.resolve("it"), "old");

    assertThatThrownBy(() ->
            PrivateFile.write(
                file,
                out -> {
                  out.write(1);
                  throw new InterruptedException();
                }))
        .isInstanceOf(InterruptedException.class);

    assertThat(file).hasContent("old");
    assertThat(folder).isDirectoryNotContaining(other -> !other.equals(file));
  }

  @Test
  void a_folder_or_a_link_of_that_name_is_not_written_through() throws Exception {
    Path taken = Files.createDirectory(folder.resolve("taken"));
    Path others = Files.writeString(folder.resolve("others"), "not ours");
    Path link = Files.createSymbolicLink(folder.resolve("link"), others);

    assertThatThrownBy(() -> PrivateFile.write(taken, out -> "")).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> PrivateFile.write(link, out -> "")).isInstanceOf(IOException.class);

    assertThat(taken).isEmptyDirectory();
    assertThat(others).hasContent("not ours");
    assertThat(link).isSymbolicLink();
  }
}
