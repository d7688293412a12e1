package dev.nodeready.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.FailureException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileStoreTest {
  @TempDir private Path root;
  private FileStore files;

  @BeforeEach
  void makeStore() {
    files = new FileStore(new Root(root));
  }

  @Test
  void a_new_file_gets_its_folders_its_content_and_its_mode() throws Exception {
    assertThat(files.apply(RenderedFile.secret("/etc/a/b/c.conf", "one"))).isTrue();

    Path written = root.resolve("etc/a/b/c.conf");
    assertThat(written).hasContent("one");
    assertThat(mode(written)).isEqualTo("rw-------");
    assertThat(mode(root.resolve("etc/a"))).isEqualTo("rwxr-xr-x");
  }

  @Test
  void a_file_that_is_already_so_keeps_its_time() throws Exception {
    RenderedFile file = RenderedFile.text("/etc/x", "same");
    files.apply(file);
    FileTime old = FileTime.fromMillis(1_000_000);
    Files.setLastModifiedTime(root.resolve("etc/x"), old);

    assertThat(files.apply(file)).isFalse();
    assertThat(Files.getLastModifiedTime(root.resolve("etc/x"))).isEqualTo(old);
  }

  @Test
  void a_folder_in_the_place_of_a_file_is_not_called_a_full_disk() throws Exception {
    Path folder = Files.createDirectories(root.resolve("etc/x"));

    assertThatThrownBy(() -> files.apply(RenderedFile.text("/etc/x", "text")))
        .isInstanceOfSatisfying(
            FailureException.class,
            e -> {
              assertThat(e.failure().code()).isEqualTo(Code.HOST_WRITE_FAILED);
              assertThat(e.failure().tried()).isEqualTo("write " + folder);
              assertThat(e.failure().happened()).contains("a folder").doesNotContain("-new");
              assertThat(e.failure().remedy()).contains("rmdir " + folder);
            });
  }

  @Test
  void another_mode_alone_is_a_difference() throws Exception {
    files.apply(RenderedFile.text("/etc/x", "same"));

    assertThat(files.apply(RenderedFile.secret("/etc/x", "same"))).isTrue();
    assertThat(mode(root.resolve("etc/x"))).isEqualTo("rw-------");
  }

  @Test
  void a_link_is_replaced_and_what_it_points_to_is_left_alone() throws Exception {
    Path elsewhere = Files.writeString(root.resolve("elsewhere"), "precious");
    Files.createDirectories(root.resolve("etc"));
    Files.createSymbolicLink(root.resolve("etc/x"), elsewhere);

    files.apply(RenderedFile.text("/etc/x", "new"));

    assertThat(elsewhere).hasContent("precious");
    assertThat(Files.isSymbolicLink(root.resolve("etc/x"))).isFalse();
    assertThat(root.resolve("etc/x")).hasContent("new");
  }

  @Test
  void a_write_that_fails_leaves_the_old_file_and_nothing_beside_it() throws Exception {
    Path folder = Files.createDirectories(root.resolve("etc/x/not-empty"));
    Files.writeString(folder.resolve("inside"), "precious");

    assertThatThrownBy(() -> files.apply(RenderedFile.text("/etc/x", "new")))
        .isInstanceOfSatisfying(
            FailureException.class,
            e -> assertThat(e.failure().code()).isEqualTo(Code.HOST_WRITE_FAILED))
        .hasMessageContaining("/etc/x");

    assertThat(folder.resolve("inside")).hasContent("precious");
    assertThat(names(root.resolve("etc"))).containsExactly("x");
  }

  @Test
  void removing_tells_whether_the_file_was_there() {
    files.apply(RenderedFile.text("/etc/x", "old"));

    assertThat(files.remove("/etc/x")).isTrue();
    assertThat(files.remove("/etc/x")).isFalse();
  }

  private static String mode(Path path) throws Exception {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  private static Set<String> names(Path folder) throws Exception {
    try (var all = Files.list(folder)) {
      return all.map(path -> path.getFileName().toString()).collect(Collectors.toSet());
    }
  }
}
