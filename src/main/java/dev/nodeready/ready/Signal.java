package dev.nodeready.ready;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** A trigger that others raise: any number of event sources can share one. */
public final class Signal implements Trigger {
  private final Semaphore raised = new Semaphore(0);

  /** Wakes whoever waits, now or at the next wait. */
  public void raise() {
    raised.release();
  }

  @Override
  public void await(Duration atMost) throws InterruptedException {
    if (raised.tryAcquire(atMost.toNanos(), TimeUnit.NANOSECONDS)) {
      raised.drainPermits();
    }
  }
}
