package dev.nodeready;

import dev.nodeready.retry.Time;
import java.time.Duration;
import java.time.Instant;

/** Time that moves only when told, or when somebody sleeps. */
public final class HandTime implements Time {
  private long nanos;

  /** Lets time pass. */
  public void forward(Duration by) {
    nanos += by.toNanos();
  }

  @Override
  public Instant now() {
    return Instant.EPOCH.plusNanos(nanos);
  }

  @Override
  public long nanos() {
    return nanos;
  }

  @Override
  public void sleep(Duration time) {
    forward(time);
  }
}
