package dev.nodeready.cri;

import dev.nodeready.failure.Failure;
import java.util.Optional;

/** Whoever starts the runtime: a systemd unit, or a parent process. */
public interface RuntimeUnit {
  /**
   * Whether it has ended and will not be started again: a unit that is {@code failed} or hit its
   * start limit, a process that exited.
   *
   * @return a permanent failure with the last lines of its log
   * @throws InterruptedException when the boot is being stopped
   */
  Optional<Failure> failed() throws InterruptedException;

  /** How often it was restarted without being asked to (systemd's NRestarts); 0 if not known. */
  default int restarts() throws InterruptedException {
    return 0;
  }

  /** The last lines of its log that tell why it ended; empty if not known. */
  default String lastWords() throws InterruptedException {
    return "";
  }
}
