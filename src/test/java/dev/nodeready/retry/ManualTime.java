package dev.nodeready.retry;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Time that moves only when told, or by as much as somebody sleeps. */
public final class ManualTime implements Time {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final List<Duration> sleeps = new ArrayList<>();
  private long nanos;

  @Override
  public synchronized Instant now() {
    return START.plusNanos(nanos);
  }

  @Override
  public synchronized long nanos() {
    return nanos;
  }

  @Override
  public synchronized void sleep(Duration time) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    sleeps.add(time);
    advance(time);
  }

  /** Lets time pass. */
  public synchronized void advance(Duration time) {
    nanos += time.toNanos();
  }

  /** Every sleep so far. */
  public synchronized List<Duration> sleeps() {
    return List.copyOf(sleeps);
  }
}
