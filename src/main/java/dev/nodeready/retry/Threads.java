package dev.nodeready.retry;

import java.time.Duration;

/** The end of threads that worked beside somebody. */
public final class Threads {
  private Threads() {}

  /**
   * Interrupts a thread and waits for its end. Who is being stopped waits too, and is interrupted
   * afterwards as before: what the thread works with is closed next, and not under it.
   *
   * @param atMost how long it is waited for
   * @return whether it has ended
   */
  public static boolean end(Thread thread, Duration atMost) {
    thread.interrupt();
    Deadline deadline = Deadline.after(atMost, Time.SYSTEM);
    boolean interrupted = false;
    boolean ended = false;
    while (!ended && !deadline.passed()) {
      try {
        ended = thread.join(deadline.left());
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return ended;
  }
}
