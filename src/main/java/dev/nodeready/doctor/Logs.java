package dev.nodeready.doctor;

import dev.nodeready.supervise.Daemon;
import java.util.List;

/** What was logged since this machine started, and nothing of earlier boots. */
public interface Logs {
  /** What a daemon's log is called as evidence. */
  static String nameOf(Daemon daemon) {
    return "log of " + daemon.program();
  }

  /** The name under which the kernel's own log is found. */
  String KERNEL = "kernel";

  /**
   * The last lines of a unit, or of the {@link #KERNEL}, oldest first.
   *
   * @throws dev.nodeready.failure.FailureException when they cannot be read
   * @throws InterruptedException when the look is over
   */
  List<LogLine> of(String unit) throws InterruptedException;
}
