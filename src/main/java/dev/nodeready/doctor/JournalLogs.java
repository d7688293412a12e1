package dev.nodeready.doctor;

import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import dev.nodeready.host.Commands;
import dev.nodeready.host.Root;
import dev.nodeready.retry.Time;
import dev.nodeready.systemd.Journal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The journal, read by {@code journalctl}. */
final class JournalLogs implements Logs {
  private static final Duration LIMIT = Duration.ofSeconds(5);

  /** A Go program that panics leaves hundreds behind. */
  private static final int LINES = 2000;

  private static final int LONGEST_LINE = 2000;

  private static final Pattern TIME = Pattern.compile("([0-9]{1,12})\\.([0-9]{1,9})");

  /** The name and the number of a process. */
  private static final Pattern SENDER = Pattern.compile("^[^ :]+(?: [^ :\\[]+)?(?:\\[[0-9]+])?: ");

  private final Root root;
  private final Commands commands;
  private final Time time;

  JournalLogs(Root root, Commands commands, Time time) {
    this.root = root;
    this.commands = commands;
    this.time = time;
  }

  @Override
  public List<LogLine> of(String unit) throws InterruptedException {
    List<String> words = Journal.lastOfBoot(root, time, "short-unix", LINES);
    words.add(unit.equals(KERNEL) ? "_TRANSPORT=kernel" : "--unit=" + unit);
    Commands.Result result = commands.run(LIMIT, words);
    if (!result.ok()) {
      throw Failure.passing(
              Code.HOST_READ_FAILED, "read the journal of " + unit, result.lastWords())
          .asException();
    }
    return parsed(result.output());
  }

  /** Lines of {@code short-unix}, the latest first; returned oldest first. */
  static List<LogLine> parsed(String output) {
    List<LogLine> lines = new ArrayList<>();
    for (String line : output.split("\n", -1)) {
      String[] parts = line.split(" ", 3);
      Matcher time = TIME.matcher(parts[0]);
      if (parts.length == 3 && time.matches()) {
        lines.add(new LogLine(instant(time), message(parts[2])));
      }
    }
    return lines.reversed();
  }

  private static Instant instant(MatchResult time) {
    String nanos = (time.group(2) + "000000000").substring(0, 9);
    return Instant.ofEpochSecond(Long.parseLong(time.group(1)), Long.parseLong(nanos));
  }

  private static String message(String rest) {
    String text = SENDER.matcher(rest).replaceFirst("");
    return text.length() <= LONGEST_LINE ? text : text.substring(0, LONGEST_LINE);
  }
}
