package dev.nodeready.cri;

import dev.nodeready.retry.ManualTime;
import dev.nodeready.retry.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;

/**
 * Time in which something happens as it moves. Only monotonic time is true: the clock steps by
 * hours, as it does when a machine first hears of a time server.
 */
final class FaultyTime implements Time {
  private static final Duration STEP_AT = Duration.ofSeconds(7);

  private final ManualTime true_ = new ManualTime();
  private final Duration step;
  private final Duration stopAt;
  private final Consumer<Duration> moved;

  /**
   * Time from a boot's begin on.
   *
   * @param step by how much the clock jumps
   * @param stopAt when whoever sleeps is interrupted
   * @param moved hears how late it is
   */
  FaultyTime(Duration step, Duration stopAt, Consumer<Duration> moved) {
    this.step = step;
    this.stopAt = stopAt;
    this.moved = moved;
  }

  @Override
  public Instant now() {
    return since().compareTo(STEP_AT) < 0 ? true_.now() : true_.now().plus(step);
  }

  @Override
  public long nanos() {
    return true_.nanos();
  }

  /** How late it is. */
  Duration since() {
    return Duration.ofNanos(true_.nanos());
  }

  @Override
  public void sleep(Duration time) throws InterruptedException {
    true_.sleep(time);
    moved.accept(since());
    if (since().compareTo(stopAt) >= 0) {
      throw new InterruptedException();
    }
  }
}
