package dev.nodeready.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nodeready.failure.FailureException;
import dev.nodeready.retry.Deadline;
import dev.nodeready.retry.ManualTime;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunLockTest {
  @TempDir private Path folder;
  private Root root;

  @BeforeEach
  void start() {
    root = new Root(folder);
  }

  @Test
  void only_its_owner_may_open_the_file_also_one_of_an_earlier_version() throws Exception {
    Path file = root.at(RunLock.PATH);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "init, pid 1\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    try (RunLock _ = take("init, pid 2")) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
      assertThat(file).hasContent("init, pid 2");
    }
  }

  @Test
  void root_is_not_sent_to_sudo_where_the_folder_takes_no_file() throws Exception {
    Files.writeString(folder.resolve("run"), "no folder");

    assertThatThrownBy(() -> take("init, pid 1").close())
        .isInstanceOfSatisfying(
            FailureException.class,
            e ->
                assertThat(e.failure().remedy())
                    .contains("findmnt -T " + folder)
                    .doesNotContain("sudo"));
  }

  @Test
  void a_run_that_lets_others_have_the_machine_knows_whether_one_has_had_it() throws Exception {
    try (RunLock lock = take("daemon, pid 1")) {
      lock.release();
      assertThat(lock.take(deadline(), other -> {})).isFalse();
      lock.release();
      take("nodeadm, pid 2").close();
      assertThat(lock.take(deadline(), other -> {})).isTrue();
    }
  }

  private RunLock take(String holder) throws InterruptedException {
    RunLock lock = new RunLock(root, holder);
    boolean _ = lock.take(deadline(), other -> {});
    return lock;
  }

  private static Deadline deadline() {
    return Deadline.after(Duration.ZERO, new ManualTime());
  }
}
