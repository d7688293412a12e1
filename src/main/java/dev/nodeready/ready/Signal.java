package dev.nodeready.ready;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** An event that another thread gives, such as "the unit changed its state". */
public final class Signal implements Trigger {
  private final Semaphore events = new Semaphore(0);

  /** Wakes whoever waits, or the next one to wait. */
  public void fire() {
    events.release();
  }

  @Override
  public void await(Duration atMost) throws InterruptedException {
    if (events.tryAcquire(atMost.toNanos(), TimeUnit.NANOSECONDS)) {
      events.drainPermits();
    }
  }
}
