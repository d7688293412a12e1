package dev.nodeready.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TreesTest {
  @TempDir private Path folder;

  @Test
  void links_go_and_what_they_lead_to_stays() throws Exception {
    Path kept = Files.createDirectories(folder.resolve("kept"));
    Files.writeString(kept.resolve("file"), "data");
    Path tree = Files.createDirectories(folder.resolve("tree/deep"));
    Files.createSymbolicLink(tree.resolve("link"), kept);
    Files.createSymbolicLink(tree.resolve("dangling"), Path.of("/nowhere"));

    Trees.remove(folder.resolve("tree"));

    assertThat(folder.resolve("tree")).doesNotExist();
    assertThat(kept.resolve("file")).hasContent("data");
  }

  @Test
  void what_is_not_there_is_gone_already() throws Exception {
    Trees.remove(folder.resolve("absent/below"));

    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void a_stop_leaves_the_rest_for_the_next_run() throws Exception {
    Path tree = Files.createDirectories(folder.resolve("tree/deep"));
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> Trees.remove(folder.resolve("tree")))
        .isInstanceOf(InterruptedException.class);
    assertThat(tree).exists();
  }

  @Test
  void only_an_empty_folder_is_removed_as_one() throws Exception {
    Path empty = Files.createDirectories(folder.resolve("full/empty"));

    assertThat(Trees.removeIfEmpty(folder.resolve("full"))).isFalse();
    assertThat(Trees.removeIfEmpty(empty)).isTrue();
    assertThat(Trees.removeIfEmpty(folder.resolve("full"))).isTrue();
  }

  @Test
  void what_is_our_own_goes_though_the_process_is_being_stopped_but_for_what_is_kept()
      throws Exception {
    Path tree = Files.createDirectories(folder.resolve("tree/deep/logs"));
    Files.writeString(tree.resolve("log"), "a line");
    Files.writeString(folder.resolve("tree/deep/file"), "data");
    Thread.currentThread().interrupt();

    Trees.removeOwn(folder.resolve("tree"), tree);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(tree.resolve("log")).exists();
    assertThat(tree.resolveSibling("file")).doesNotExist();
    Trees.removeOwn(folder.resolve("tree"), null);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void a_folder_of_ours_that_somebody_else_uses_stays() throws Exception {
    Path used = Files.createDirectories(folder.resolve("ours/theirs"));

    Trees.removeOwnIfEmpty(folder.resolve("ours"));
    assertThat(used).exists();

    Trees.removeOwnIfEmpty(used);
    assertThat(used).doesNotExist();
  }

  /** Seen: a reset said that all is gone, and a folder that could not go stayed for ever. */
  @Test
  void a_folder_that_the_file_system_does_not_let_go_is_told() {
    Path kernels = Path.of("/proc/self/task");

    assertThatThrownBy(() -> Trees.removeIfEmpty(kernels))
        .hasMessageContaining("HOST_WRITE_FAILED: tried to remove /proc/self/task, but ");
  }
}
