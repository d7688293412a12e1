package dev.nodeready.doctor;

import java.util.List;

/** The part of a daemon's log that is of its latest tries: what it has got over accuses nobody. */
final class LastStart {
  private LastStart() {}

  /**
   * The lines since the last but one time that systemd told of a start: the try that goes on may
   * have said nothing yet.
   */
  static List<LogLine> of(List<LogLine> lines) {
    return since(2, lines);
  }

  /** The lines since the last time that systemd told of a start; all where it told of none. */
  static List<LogLine> latest(List<LogLine> lines) {
    return since(1, lines);
  }

  private static List<LogLine> since(int starts, List<LogLine> lines) {
    int told = 0;
    for (int at = lines.size() - 1; at >= 0; at--) {
      String text = lines.get(at).text();
      if ((text.startsWith("Starting ") || text.startsWith("Started ")) && ++told == starts) {
        return lines.subList(at, lines.size());
      }
    }
    return lines;
  }
}
