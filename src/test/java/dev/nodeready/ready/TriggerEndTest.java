package dev.nodeready.ready;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A stop told people of a {@code ClosedWatchServiceException}. */
class TriggerEndTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  @TempDir Path folder;

  @Test
  void whoever_is_stopped_closes_no_trigger_under_its_waiter() throws Exception {
    Slow joined = new Slow();
    Slow relayed = new Slow();
    AnyTrigger any = AnyTrigger.of(joined);
    Relay relay = Relay.of(relayed, () -> {});
    joined.begun.await();
    relayed.begun.await();

    Thread.currentThread().interrupt();
    any.close();
    relay.close();

    assertThat(Thread.interrupted()).isTrue();
    assertThat(List.of(joined.end, relayed.end)).containsOnly("closed after the wait");
  }

  @Test
  void a_closed_trigger_ends_its_wait() throws Exception {
    Trigger path = PathTrigger.of(folder.resolve("x.sock"));
    Trigger below = PathTrigger.of(folder.resolve("later/x.sock"));
    Trigger files = new FilesTrigger();
    for (Trigger trigger : List.of(path, below, files)) {
      trigger.close();
      assertThatThrownBy(() -> trigger.await(LONG)).isInstanceOf(InterruptedException.class);
    }
  }

  /** One whose waiter takes its time to end. */
  private static final class Slow implements Trigger {
    private final CountDownLatch begun = new CountDownLatch(1);
    private volatile boolean waits;
    private String end = "never closed";

    @Override
    public void await(Duration atMost) throws InterruptedException {
      waits = true;
      begun.countDown();
      try {
        new CountDownLatch(1).await();
      } finally {
        for (int turn = 0; turn < 1_000_000; turn++) {
          Thread.onSpinWait();
        }
        waits = false;
      }
    }

    @Override
    public void close() {
      end = waits ? "closed under its waiter" : "closed after the wait";
    }
  }
}
