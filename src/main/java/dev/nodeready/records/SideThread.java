package dev.nodeready.records;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs tasks one after another beside the boot. By a monitor: an executor of the JDK's has code of
 * its own for each handover, which nothing has compiled yet while a machine boots, and took a tenth
 * of what a record costs.
 */
final class SideThread {
  private static final Logger LOG = LoggerFactory.getLogger(SideThread.class);

  private final int most;
  private final Deque<Runnable> waiting = new ArrayDeque<>();
  private final Thread thread;
  private boolean begun;
  private boolean ends;

  /**
   * One that begins with its first task.
   *
   * @param most how many tasks wait at most; what comes then is dropped
   */
  SideThread(String name, int most) {
    this.most = most;
    thread = Thread.ofPlatform().daemon().name(name).unstarted(this::run);
  }

  /** Has a task run; none behind the end. */
  synchronized void execute(Runnable task) {
    if (ends || waiting.size() >= most) {
      return;
    }
    waiting.add(task);
    if (begun) {
      notifyAll();
    } else {
      begun = true;
      thread.start();
    }
  }

  private void run() {
    for (Runnable task = next(); task != null; task = next()) {
      try {
        task.run();
      } catch (RuntimeException e) {
        LOG.warn("a task beside the boot has failed", e);
      }
    }
  }

  private synchronized @Nullable Runnable next() {
    while (waiting.isEmpty() && !ends) {
      try {
        wait();
      } catch (InterruptedException e) {
        // Nobody has a reason to; it would be the end.
        ends = true;
      }
    }
    return waiting.poll();
  }

  /**
   * Takes no more tasks.
   *
   * @param patience how long those that wait are waited for at most
   * @throws InterruptedException when interrupted meanwhile
   */
  void end(Duration patience) throws InterruptedException {
    boolean runs;
    synchronized (this) {
      ends = true;
      runs = begun;
      notifyAll();
    }
    boolean _ = runs && thread.join(patience);
  }
}
