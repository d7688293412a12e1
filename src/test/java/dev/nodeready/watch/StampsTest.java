package dev.nodeready.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On the real file system, whose times they are. */
class StampsTest {
  @TempDir private Path folder;
  private final Stamps stamps = new Stamps();

  private boolean renew(Path... files) {
    return stamps.renew(List.of(files));
  }

  @Test
  void files_are_new_at_first_and_then_only_where_they_or_their_number_change() throws Exception {
    Path file = Files.writeString(folder.resolve("a"), "1");
    assertThat(renew(file)).isTrue();
    assertThat(renew(file)).isFalse();
    Path other = folder.resolve("b");
    assertThat(renew(file, other)).isTrue();
    assertThat(renew(file, other)).isFalse();
    Files.writeString(other, "2");
    assertThat(renew(file, other)).as("made").isTrue();
    Files.delete(other);
    assertThat(renew(file, other)).as("gone").isTrue();
    assertThat(renew(file, other)).isFalse();
    stamps.forget();
    assertThat(renew(file, other)).isTrue();
  }

  @Test
  void one_that_is_replaced_by_another_of_the_same_time_and_size_is_new() throws Exception {
    FileTime then = FileTime.fromMillis(1_000_000);
    Path file = Files.writeString(folder.resolve("a"), "1");
    Files.setLastModifiedTime(file, then);
    assertThat(renew(file)).isTrue();

    Path fresh = Files.writeString(folder.resolve("fresh"), "2");
    Files.setLastModifiedTime(fresh, then);
    Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
    assertThat(renew(file)).isTrue();
  }

  @Test
  void a_link_is_followed_and_one_that_leads_nowhere_from_here_counts_itself() throws Exception {
    Path target = Files.writeString(folder.resolve("target"), "1");
    Path link = Files.createSymbolicLink(folder.resolve("link"), target);
    assertThat(renew(link)).isTrue();
    Path fresh = Files.writeString(folder.resolve("fresh"), "2");
    Files.move(fresh, target, StandardCopyOption.REPLACE_EXISTING);
    assertThat(renew(link)).as("its target").isTrue();

    Files.delete(link);
    Files.createSymbolicLink(link, Path.of("/nowhere/1"));
    assertThat(renew(link)).isTrue();
    assertThat(renew(link)).isFalse();
    Path next = Files.createSymbolicLink(folder.resolve("next"), Path.of("/nowhere/2"));
    Files.move(next, link, StandardCopyOption.REPLACE_EXISTING);
    assertThat(renew(link)).as("itself").isTrue();
  }
}
