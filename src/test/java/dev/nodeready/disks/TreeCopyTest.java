package dev.nodeready.disks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.FailureException;
import dev.nodeready.retry.Deadline;
import dev.nodeready.retry.ManualTime;
import dev.nodeready.retry.Waiting;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TreeCopyTest {
  @TempDir Path folder;

  @Test
  void a_copy_tells_how_much_is_left_and_that_it_has_come_to_a_halt() {
    ManualTime time = new ManualTime();
    TreeCopy.Progress progress =
        new TreeCopy.Progress(
            Path.of("/var/lib/containerd"), folder, new TreeCopy.Size(10L << 30), time);
    Deadline deadline = Deadline.after(Duration.ofHours(1), time);
    time.advance(Duration.ofSeconds(100));

    Waiting waiting = progress.standing(2L << 30, deadline);

    assertThat(waiting.subject()).isEqualTo("the copy of /var/lib/containerd");
    assertThat(waiting.because()).isEqualTo("2.0 GiB of 10.0 GiB are copied, some 400 s are left");

    time.advance(Duration.ofSeconds(299));
    // XFS gives back what it took ahead of a file.
    progress.standing(1L << 30, deadline);
    time.advance(Duration.ofSeconds(301));
    assertThatThrownBy(() -> progress.standing(1L << 30, deadline))
        .isInstanceOfSatisfying(
            FailureException.class,
            e -> assertThat(e.failure().code()).isEqualTo(Code.HOST_DISKS_STALLED));
  }

  @Test
  void a_tree_that_does_not_fit_is_refused_before_a_byte_is_copied() {
    assertThatThrownBy(() -> TreeCopy.room(new TreeCopy.Size(Long.MAX_VALUE / 4), folder))
        .isInstanceOfSatisfying(
            FailureException.class,
            e -> assertThat(e.failure().code()).isEqualTo(Code.HOST_DISKS_NO_ROOM));
  }
}
