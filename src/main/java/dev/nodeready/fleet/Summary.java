package dev.nodeready.fleet;

import dev.nodeready.failure.Failure;
import dev.nodeready.report.BootRecord;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;

/** A boot in one line, for places where that is all that is read. */
public final class Summary {
  /** What is shorter needs no mention. */
  private static final Duration NOTABLE = Duration.ofSeconds(1);

  private static final int LONGEST = 500;

  private Summary() {}

  /**
   * How the boot stands, with the name of the node where it is known.
   *
   * @param redact takes secrets out of the text
   */
  public static String of(BootRecord boot, UnaryOperator<String> redact) {
    String node = boot.join().get("node");
    String who = node == null ? "this node" : "node " + node;
    Failure failure = boot.failure();
    String why = failure == null ? "" : failure.toPublicLine();
    String more = failure == null ? "" : failure.more();
    String line =
        switch (boot.state()) {
          case RUNNING -> who + " has not joined yet: see nodeready status";
          case SUCCEEDED -> who + " " + joined(boot);
          case DEGRADED -> who + " has joined, but " + why;
          case FAILED -> who + " has not joined: " + why;
          case STOPPED -> who + " has not joined: the boot was stopped";
        };
    return cut(plain(redact.apply(line)), LONGEST - more.length()) + more;
  }

  /** When the Node was Ready, and which steps took long; empty where it is not Ready. */
  public static String timing(BootRecord boot) {
    return Metrics.toReady(boot).map(took -> "Ready " + seconds(took) + slow(boot)).orElse("");
  }

  private static String joined(BootRecord boot) {
    String timing = timing(boot);
    return timing.isEmpty() ? "is up: all that was asked for was seen" : "has joined: " + timing;
  }

  private static String slow(BootRecord boot) {
    List<String> slowest =
        boot.steps().stream()
            .filter(step -> step.took().compareTo(NOTABLE) >= 0)
            .sorted((one, other) -> other.took().compareTo(one.took()))
            .limit(3)
            .map(step -> step.phase() + "/" + step.name() + " " + seconds(step.took()))
            .toList();
    String after = " after the boot began";
    return slowest.isEmpty() ? after : after + "; of which " + String.join(", ", slowest);
  }

  private static String seconds(Duration time) {
    long tenths = time.plusMillis(50).toMillis() / 100;
    return tenths / 10 + "." + tenths % 10 + " s";
  }

  /** Words of others go to terminals here: nothing in them may steer one. */
  private static String plain(String text) {
    StringBuilder plain = new StringBuilder(text);
    for (int at = 0; at < plain.length(); at++) {
      if (Character.isISOControl(plain.charAt(at))) {
        plain.setCharAt(at, ' ');
      }
    }
    return plain.toString();
  }

  private static String cut(String text, int longest) {
    return text.length() <= longest ? text : text.substring(0, longest - 1) + "…";
  }
}
