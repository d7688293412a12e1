package dev.nodeready.systemd;

import dev.nodeready.retry.Deadline;
import java.util.Optional;

/** A start or restart that systemd has accepted. */
public interface Job {
  /** How it ended; empty while it is queued or runs, or when systemd was lost in between. */
  Optional<JobResult> result();

  /**
   * Waits for its end.
   *
   * @return how it ended; empty when the deadline came first
   * @throws InterruptedException when the boot is being stopped
   */
  Optional<JobResult> await(Deadline deadline) throws InterruptedException;
}
