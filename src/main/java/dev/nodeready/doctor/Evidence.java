package dev.nodeready.doctor;

/**
 * One thing that shows a finding.
 *
 * @param source where it stands: a file with its line, a log with the time of its line, who
 *     answered
 * @param text what stands there
 * @param forEverybody whether any user may read it; the words of a daemon's log may hold anything
 */
public record Evidence(String source, String text, boolean forEverybody) {
  private static final int LONGEST = 400;

  /** Cut where it is longer than anybody reads. */
  public Evidence {
    text = text.strip().replaceAll("\\s+", " ");
    text = text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
  }

  /** Something that any user may read. */
  public static Evidence of(String source, String text) {
    return new Evidence(source, text, true);
  }

  /** A line of a log. */
  static Evidence of(String log, LogLine line) {
    return new Evidence(log + " at " + line.at(), line.text(), false);
  }

  /** As one line. */
  public String toLine() {
    return source + ": " + text;
  }
}
