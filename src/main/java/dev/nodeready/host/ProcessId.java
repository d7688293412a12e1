package dev.nodeready.host;

import dev.nodeready.retry.Deadline;
import dev.nodeready.retry.Time;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A process that no other is taken for: ids are given again, but not with the same start.
 *
 * @param pid its id
 * @param started when it was started, in the kernel's ticks since the machine's boot
 */
public record ProcessId(long pid, String started) {
  /** Behind the program's name: state is the first field, the start the 20th. Source: proc(5). */
  private static final int STATE = 0;

  private static final int START = 19;

  private static final Duration TICK = Duration.ofMillis(5);

  /** A process that is killed is gone at once, unless the kernel itself is stuck in it. */
  public static final Duration KILLED = Duration.ofSeconds(10);

  /** This process. */
  public static ProcessId own() {
    return of(ProcessHandle.current().pid()).orElseThrow();
  }

  /** Whether it still runs. */
  public boolean lives() {
    return of(pid).equals(Optional.of(this));
  }

  /**
   * Waits until the process that has this id now has ended. Whether anybody takes note of that does
   * not matter: in a container often nobody does, and Java's own wait would not end there.
   *
   * @return whether it has
   */
  public static boolean endsWithin(long pid, Duration limit) throws InterruptedException {
    Optional<ProcessId> process = of(pid);
    Deadline deadline = Deadline.after(limit, Time.SYSTEM);
    while (process.isPresent() && process.get().lives()) {
      if (deadline.passed()) {
        return false;
      }
      Time.SYSTEM.sleep(deadline.atMost(TICK));
    }
    return true;
  }

  /** The process with that id as it is now; empty where there is none, or only its exit code. */
  public static Optional<ProcessId> of(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
      // The name may hold anything, blanks and parentheses too.
      List<String> fields = List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1));
      boolean ended = List.of("Z", "X").contains(fields.get(STATE));
      return ended ? Optional.empty() : Optional.of(new ProcessId(pid, fields.get(START)));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
