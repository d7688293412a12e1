package dev.nodeready.ready;

import dev.nodeready.retry.Threads;
import java.time.Duration;

/** Passes the events of a trigger on, and nothing else: nobody is woken where nothing happens. */
public final class Relay implements AutoCloseable {
  /** A wait has an end, and this one is as good as none. */
  private static final Duration QUIET = Duration.ofDays(1);

  /** It does no more than pass on. */
  private static final Duration END = Duration.ofSeconds(1);

  private final Trigger from;
  private final Thread thread;

  private Relay(Trigger from, Runnable to) {
    this.from = from;
    thread = Thread.ofPlatform().daemon().name("relay").start(() -> pass(to));
  }

  /**
   * Begins.
   *
   * @param from closed with the relay
   * @param to run by a thread of its own, once for each event
   */
  public static Relay of(Trigger from, Runnable to) {
    return new Relay(from, to);
  }

  private void pass(Runnable to) {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        from.await(QUIET);
        to.run();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    boolean _ = Threads.end(thread, END);
    from.close();
  }
}
