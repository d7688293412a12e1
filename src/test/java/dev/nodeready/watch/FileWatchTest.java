package dev.nodeready.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.failure.Failure;
import dev.nodeready.host.Root;
import dev.nodeready.node.Manifest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** On the real file system, since inotify is a part of it. */
@Timeout(60)
class FileWatchTest {
  private static final String FILE = "/etc/containerd/config.toml";

  @TempDir private Path folder;
  private Root root;
  private FileWatch watch;

  @BeforeEach
  void write() throws Exception {
    root = new Root(folder);
    put(FILE, "version = 2\n");
    put(Manifest.LASTING, sha256("version = 2\n") + "  " + FILE + "\n");
    watch = new FileWatch(root);
  }

  @AfterEach
  void close() {
    watch.close();
  }

  private void put(String path, String text) throws Exception {
    Files.createDirectories(root.at(path).getParent());
    Files.writeString(root.at(path), text);
  }

  private static String sha256(String text) throws Exception {
    byte[] digest =
        MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(digest);
  }

  private List<String> told() {
    return watch.look().wrong().stream().map(Failure::toLine).toList();
  }

  @Test
  void a_file_that_was_edited_or_is_gone_is_told_and_one_that_is_put_back_is_fine()
      throws Exception {
    assertThat(told()).isEmpty();
    put(FILE, "version = 3\n");
    assertThat(told())
        .singleElement()
        .asString()
        .startsWith("HOST_FILE_DRIFTED: tried to keep " + FILE + ", but it was edited");
    Files.delete(root.at(FILE));
    assertThat(told()).singleElement().asString().contains("it is gone");
    put(FILE, "version = 2\n");
    assertThat(told()).isEmpty();
  }

  @Test
  void its_bell_rings_for_each_way_in_which_a_file_changes_and_for_no_other_file()
      throws Exception {
    Semaphore bells = new Semaphore(0);
    watch.ring(bells::release);
    assertThat(told()).isEmpty();
    put("/etc/containerd/other", "x");

    put(FILE, "version = 3\n");
    assertThat(bells.tryAcquire(30, TimeUnit.SECONDS)).as("edited").isTrue();
    assertThat(told()).hasSize(1);
    bells.drainPermits();
    Path fresh = Files.writeString(root.at("/etc/containerd/fresh"), "version = 2\n");
    Files.move(fresh, root.at(FILE), StandardCopyOption.REPLACE_EXISTING);
    assertThat(bells.tryAcquire(30, TimeUnit.SECONDS)).as("replaced").isTrue();
    assertThat(told()).isEmpty();
  }
}
