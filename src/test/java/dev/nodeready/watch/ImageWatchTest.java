package dev.nodeready.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import dev.nodeready.retry.ManualTime;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ImageWatchTest {
  private final ManualTime time = new ManualTime();
  private final Shelf shelf = new Shelf();
  private final ImageWatch watch = new ImageWatch(shelf, time);
  private final Semaphore bells = new Semaphore(0);

  /** A store from which somebody takes the image, and that has it again when it is mended. */
  private static final class Shelf implements ImageWatch.Store {
    private boolean stored = true;
    private boolean pinned = true;
    private boolean broken;
    private int mended;

    @Override
    public void ring(Runnable bell) {}

    @Override
    public synchronized ImageWatch.Standing look() {
      return new ImageWatch.Standing("localhost/pause:1", stored, stored && pinned);
    }

    @Override
    public synchronized String mend() {
      mended++;
      if (broken) {
        throw Failure.permanent(Code.IMAGE_LOCAL_ABSENT, "find it", "no archive has it")
            .asException();
      }
      stored = true;
      pinned = true;
      return "imported";
    }

    synchronized void lose() {
      stored = false;
    }

    synchronized int mended() {
      return mended;
    }

    @Override
    public void close() {}
  }

  @BeforeEach
  void ring() {
    watch.ring(bells::release);
  }

  /** Looks, waits for the end of the mending that this begins, and looks again. */
  private Seen lookAndMend() throws InterruptedException {
    watch.look();
    assertThat(bells.tryAcquire(30, TimeUnit.SECONDS)).isTrue();
    return watch.look();
  }

  @Test
  void an_image_that_is_gone_is_told_and_brought_back_beside_the_watch() throws Exception {
    shelf.lose();
    assertThat(watch.look().wrong())
        .extracting(Failure::code)
        .containsExactly(Code.IMAGE_NOT_STORED);
    assertThat(bells.tryAcquire(30, TimeUnit.SECONDS)).isTrue();
    Seen after = watch.look();
    assertThat(after.wrong()).isEmpty();
    assertThat(after.mended()).containsExactly("imported");
    assertThat(watch.look()).isEqualTo(Seen.FINE);
  }

  @Test
  void an_image_that_is_not_pinned_is_pinned() throws Exception {
    shelf.pinned = false;
    assertThat(watch.look().wrong())
        .extracting(Failure::code)
        .containsExactly(Code.IMAGE_NOT_PINNED);
    assertThat(bells.tryAcquire(30, TimeUnit.SECONDS)).isTrue();
    assertThat(watch.look().mended()).hasSize(1);
  }

  @Test
  void what_cannot_be_brought_back_is_told_with_why() throws Exception {
    shelf.broken = true;
    shelf.lose();
    assertThat(lookAndMend().wrong())
        .extracting(Failure::code)
        .containsExactly(Code.IMAGE_NOT_STORED, Code.IMAGE_LOCAL_ABSENT);
  }

  /** A collector that takes the image each time makes no storm of imports, or of pulls. */
  @Test
  void an_image_that_is_taken_at_once_each_time_is_brought_back_less_and_less_often()
      throws Exception {
    int[] mendedAfterMinutes = new int[181];
    for (int minute = 0; minute <= 180; minute++) {
      shelf.lose();
      int before = shelf.mended();
      Seen seen = watch.look();
      if (bellsWithin(seen, before)) {
        watch.look();
      }
      mendedAfterMinutes[minute] = shelf.mended();
      time.advance(Duration.ofMinutes(1));
    }
    assertThat(mendedAfterMinutes[0]).isOne();
    assertThat(mendedAfterMinutes[1]).isEqualTo(2);
    assertThat(mendedAfterMinutes[2]).isEqualTo(2);
    assertThat(mendedAfterMinutes[15]).isEqualTo(5);
    assertThat(mendedAfterMinutes[180]).as("in three hours").isLessThanOrEqualTo(11);
  }

  /** The mending begins with the look; whether one has begun is told by its pace alone. */
  private boolean bellsWithin(Seen seen, int before) throws InterruptedException {
    boolean due = watch.mends();
    if (due) {
      assertThat(bells.tryAcquire(30, TimeUnit.SECONDS)).isTrue();
      assertThat(shelf.mended()).isEqualTo(before + 1);
    }
    assertThat(seen.wrong()).isNotEmpty();
    return due;
  }

  @Test
  void one_that_stayed_for_long_is_brought_back_at_once() throws Exception {
    shelf.lose();
    lookAndMend();
    time.advance(Duration.ofMinutes(3));
    shelf.lose();
    assertThat(lookAndMend().mended()).hasSize(1);
  }
}
