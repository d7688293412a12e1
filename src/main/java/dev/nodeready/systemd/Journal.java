package dev.nodeready.systemd;

import dev.nodeready.failure.FailureException;
import dev.nodeready.host.Commands;
import dev.nodeready.host.Root;
import dev.nodeready.retry.Time;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Reads what a unit wrote last, and has the words for others who read the journal. */
public final class Journal {
  private static final Duration LIMIT = Duration.ofSeconds(5);
  private static final int LONGEST_LINE = 1000;

  /** journald may be behind what has just been written, most of all on a busy boot. */
  private static final int LOOKS = 5;

  private static final Duration PAUSE = Duration.ofMillis(100);

  private final Root root;
  private final Commands commands;

  Journal(Root root, Commands commands) {
    this.root = root;
    this.commands = commands;
  }

  List<String> lastLines(String unit, int most) throws InterruptedException {
    List<String> words = lastOfBoot(root, Time.SYSTEM, "cat", most);
    words.add("--unit=" + unit);
    try {
      return patiently(words).reversed();
    } catch (FailureException e) {
      // The lines explain another failure, which must not be hidden behind this one.
      return List.of("(its journal could not be read: " + e.failure().happened() + ")");
    }
  }

  /** The words that ask for the journal of the machine below a root; what of it may follow. */
  public static List<String> command(Root root) {
    List<String> words = new ArrayList<>(List.of("journalctl", "--quiet", "--no-pager"));
    if (!root.equals(Root.MACHINE)) {
      words.add("--directory=" + root.at("/var/log/journal"));
    }
    return words;
  }

  /**
   * The same for the last lines of this boot, the latest first; whose they are may follow.
   *
   * @param form as {@code --output} has it
   * @param most how many lines
   */
  public static List<String> lastOfBoot(Root root, Time time, String form, int most) {
    List<String> words = command(root);
    // Not --boot: a sandboxed unit of a container may see another boot's id than journald wrote.
    words.addAll(List.of("--since=@" + startOfBoot(time), "--output=" + form));
    // Backwards, since journalctl of before systemd 255 gives the first lines since then otherwise.
    words.addAll(List.of("--reverse", "--lines=" + most));
    return words;
  }

  /** In seconds of the clock as it goes now; the monotonic one of Linux begins with the boot. */
  private static long startOfBoot(Time time) {
    return time.now().minusNanos(time.nanos()).getEpochSecond();
  }

  private List<String> patiently(List<String> words) throws InterruptedException {
    List<String> lines = lines(commands.run(LIMIT, words));
    for (int look = 1; lines.isEmpty() && look < LOOKS; look++) {
      Time.SYSTEM.sleep(PAUSE);
      lines = lines(commands.run(LIMIT, words));
    }
    return lines;
  }

  private static List<String> lines(Commands.Result result) {
    List<String> lines = new ArrayList<>();
    for (String line : result.output().split("\n", -1)) {
      if (!line.isBlank()) {
        lines.add(line.length() > LONGEST_LINE ? line.substring(0, LONGEST_LINE) + "…" : line);
      }
    }
    return lines;
  }
}
