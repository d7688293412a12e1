package dev.nodeready.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.host.FileStore;
import dev.nodeready.host.RenderedFile;
import dev.nodeready.host.Root;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BakedTest {
  private static final String THEIRS = "/etc/containerd/config.toml";
  private static final List<RenderedFile> FILES =
      List.of(
          RenderedFile.text(THEIRS, "ours\n"), RenderedFile.text("/etc/containerd/b.json", "{}"));

  @TempDir private Path folder;
  private Root root;
  private FileStore store;

  @BeforeEach
  void image() {
    root = new Root(folder);
    store = new FileStore(root);
    store.apply(RenderedFile.text(THEIRS, "theirs\n"));
  }

  @Test
  void what_was_there_before_comes_back_and_what_is_ours_goes() throws Exception {
    bake();
    bake();

    assertThat(new Baked(root).undo(true)).hasSize(2);
    assertThat(text(THEIRS)).isEqualTo("ours\n");

    new Baked(root).undo(false);
    assertThat(text(THEIRS)).isEqualTo("theirs\n");
    assertThat(root.at("/etc/containerd/b.json")).doesNotExist();
    assertThat(root.at("/var/lib/nodeready/before-bake")).doesNotExist();
    assertThat(new Baked(root).undo(false)).isEmpty();
  }

  @Test
  void a_bake_that_was_cut_off_before_it_wrote_is_undone_without_a_loss() throws Exception {
    new Baked(root).enter(FILES);

    assertThat(new Baked(root).undo(false))
        .containsExactly("left " + THEIRS + ", since it was changed after the bake");
    assertThat(text(THEIRS)).isEqualTo("theirs\n");
  }

  @Test
  void what_somebody_has_edited_since_stays() throws Exception {
    bake();
    store.apply(RenderedFile.text(THEIRS, "edited\n"));

    new Baked(root).undo(false);
    assertThat(text(THEIRS)).isEqualTo("edited\n");
  }

  /** Seen: unbake left an archive that was saved right before its bake was cut off. */
  @Test
  void a_file_that_is_written_and_not_entered_yet_is_known_to_be_ours() throws Exception {
    new Baked(root).announce("/etc/eks/pause.tar");
    store.apply(RenderedFile.text("/etc/eks/pause.tar", "image\n"));

    new Baked(root).undo(false);
    assertThat(root.at("/etc/eks/pause.tar")).doesNotExist();
  }

  @Test
  void an_archive_that_had_to_give_way_comes_back_and_one_that_was_edited_stays() throws Exception {
    new Baked(root).announce(THEIRS);
    store.apply(RenderedFile.text(THEIRS, "image\n"));
    new Baked(root).written(THEIRS);
    new Baked(root).undo(false);
    assertThat(text(THEIRS)).isEqualTo("theirs\n");

    new Baked(root).announce(THEIRS);
    new Baked(root).written(THEIRS);
    store.apply(RenderedFile.text(THEIRS, "edited\n"));
    new Baked(root).undo(false);
    assertThat(text(THEIRS)).isEqualTo("edited\n");
  }

  @Test
  void what_nobody_announced_is_not_ours() throws Exception {
    new Baked(root).written(THEIRS);
    new Baked(root).undo(false);

    assertThat(text(THEIRS)).isEqualTo("theirs\n");
  }

  private void bake() {
    new Baked(root).enter(FILES);
    FILES.forEach(store::apply);
  }

  private String text(String path) throws IOException {
    return Files.readString(root.at(path));
  }
}
