package dev.nodeready.ready;

import dev.nodeready.retry.Threads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** An event whenever one of several triggers has one. */
public final class AnyTrigger implements Trigger {
  /** How long a part is left alone before it is asked anew; only its event counts. */
  private static final Duration TURN = Duration.ofSeconds(30);

  /** Whoever follows a part does no more than pass its events on. */
  private static final Duration END = Duration.ofSeconds(1);

  private final Semaphore events = new Semaphore(0);
  private final List<Trigger> parts;
  private final List<Thread> threads = new ArrayList<>();

  private AnyTrigger(List<Trigger> parts) {
    this.parts = parts;
  }

  /** Joins triggers; closing the result closes all of them. */
  public static AnyTrigger of(Trigger... parts) {
    AnyTrigger any = new AnyTrigger(List.of(parts));
    for (Trigger part : parts) {
      any.threads.add(Thread.ofPlatform().daemon().name("trigger").start(() -> any.follow(part)));
    }
    return any;
  }

  @Override
  public void await(Duration atMost) throws InterruptedException {
    if (events.tryAcquire(atMost.toNanos(), TimeUnit.NANOSECONDS)) {
      events.drainPermits();
    }
  }

  @Override
  public void close() {
    for (Thread thread : threads) {
      boolean _ = Threads.end(thread, END);
    }
    parts.forEach(Trigger::close);
  }

  /** A turn without an event ends in a look more than needed, which harms nobody. */
  private void follow(Trigger part) {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        part.await(TURN);
        events.release();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
