package dev.nodeready.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.retry.Deadline;
import dev.nodeready.retry.ManualTime;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunLockTest {
  @TempDir private Path folder;

  @Test
  void nobody_holds_a_lock_that_was_never_taken_or_was_given_back() throws Exception {
    Root root = new Root(folder);
    Deadline deadline = Deadline.after(Duration.ZERO, new ManualTime());
    assertThat(RunLock.holder(root)).isNull();

    RunLock.take(root, "init, pid 1", deadline).close();

    assertThat(RunLock.holder(root)).isNull();
    RunLock.take(root, "init, pid 2", deadline).close();
  }
}
