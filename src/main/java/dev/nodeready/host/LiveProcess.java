package dev.nodeready.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A process, which any user may ask after, told from a later one with the same number by when it
 * began.
 *
 * @param pid its number
 * @param startTicks when it began, in ticks of the kernel since this machine did (field 22 of
 *     {@code /proc/PID/stat}, proc(5)), which no step of the clock changes
 */
public record LiveProcess(long pid, long startTicks) {
  private static final int START = 22;

  /** This process. */
  public static LiveProcess own() {
    return of(ProcessHandle.current().pid());
  }

  /** The process that has a number now. */
  public static LiveProcess of(long pid) {
    return new LiveProcess(pid, startTicks(pid));
  }

  /** Whether it still runs. */
  public boolean lives() {
    return startTicks > 0 && startTicks(pid) == startTicks;
  }

  /** 0 where there is no such process. */
  private static long startTicks(long pid) {
    try {
      String line = Files.readString(Path.of("/proc/" + pid + "/stat"));
      // The name may have anything in it, blanks and brackets too.
      String[] behindName = line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
      return Long.parseLong(behindName[START - 3]);
    } catch (IOException | RuntimeException e) {
      return 0;
    }
  }
}
