package dev.nodeready.records;

import dev.nodeready.failure.FailureException;
import dev.nodeready.host.Commands;
import dev.nodeready.host.Root;
import dev.nodeready.records.Span.Kind;
import dev.nodeready.records.Span.Owner;
import dev.nodeready.systemd.Journal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What containerd was at while it started, by the lines that it logs itself (1.6 to 2.x). systemd
 * calls it active before it has recovered what ran, which is what a first answer waits for.
 */
public final class RuntimeLog {
  private static final Duration LIMIT = Duration.ofSeconds(5);

  /** More than any start logs, even with a panic in it. */
  private static final int LINES = 2000;

  private static final Pattern LINE = Pattern.compile("^\\[ *(\\d{1,9})\\.(\\d{6})] .* msg=(.*)$");

  /** Words that a stretch begins with, by those that it ends with. */
  private static final Map<String, String> BEGINS =
      Map.of(
          "containerd successfully booted", "starting containerd",
          "Start event monitor", "Start recovering state");

  private static final Map<String, String> NAMES =
      Map.of(
          "starting containerd", "containerd loads its plugins",
          "Start recovering state", "containerd recovers what ran");

  private RuntimeLog() {}

  /**
   * The stretches of one boot of a machine, by their beginning; none where its journal is gone, or
   * may not be read.
   *
   * @param bootId as the kernel names the boot
   * @throws InterruptedException when stopped
   */
  public static List<Span> of(Root root, String bootId) throws InterruptedException {
    List<String> words = Journal.command(root);
    words.addAll(List.of("--boot=" + bootId.replace("-", ""), "--unit=containerd.service"));
    words.addAll(List.of("--output=short-monotonic", "--lines=" + LINES));
    try {
      Commands.Result result = new Commands(Map.of()).run(LIMIT, words);
      return result.ok() ? stretches(result.output()) : List.of();
    } catch (FailureException e) {
      // A machine without journalctl, or a journal that takes too long: units tell enough.
      return List.of();
    }
  }

  static List<Span> stretches(String journal) {
    Map<String, Duration> begun = new TreeMap<>();
    List<Span> spans = new ArrayList<>();
    for (String line : journal.split("\n", -1)) {
      Matcher parts = LINE.matcher(line);
      if (parts.matches()) {
        take(parts.group(3).replace("\"", ""), at(parts), begun, spans);
      }
    }
    return List.copyOf(spans);
  }

  private static void take(
      String said, Duration at, Map<String, Duration> begun, List<Span> spans) {
    for (Map.Entry<String, String> words : BEGINS.entrySet()) {
      String first = words.getValue();
      if (said.startsWith(first)) {
        begun.put(first, at);
      }
      Duration from = said.startsWith(words.getKey()) ? begun.remove(first) : null;
      if (from != null) {
        String name = NAMES.getOrDefault(first, first);
        spans.add(Span.of(Owner.OURS, Kind.LOG, name, from, at, ""));
      }
    }
  }

  private static Duration at(Matcher line) {
    return Duration.ofSeconds(Long.parseLong(line.group(1)))
        .plusNanos(Long.parseLong(line.group(2)) * 1000);
  }
}
