package dev.nodeready.node;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The difference of two texts as {@code diff -u} prints it. */
final class UnifiedDiff {
  private static final int CONTEXT = 3;

  /** Beyond so many pairs of lines the comparison would take too much time and memory. */
  private static final long MOST_PAIRS = 4_000_000;

  private final List<String> before;
  private final List<String> after;
  private final List<Line> lines = new ArrayList<>();

  private UnifiedDiff(List<String> before, List<String> after) {
    this.before = before;
    this.after = after;
  }

  /** One line of the script: kept (' '), taken out ('-') or put in ('+'). */
  private record Line(char kind, String text) {}

  /**
   * The difference; empty where there is none.
   *
   * @param from name of the old file, {@code /dev/null} for none
   * @param to name of the new file, {@code /dev/null} for none
   */
  static String of(String from, String before, String to, String after) {
    if (before.equals(after)) {
      return "";
    }
    UnifiedDiff diff = new UnifiedDiff(split(before), split(after));
    diff.compare();
    return "--- " + from + "\n+++ " + to + "\n" + diff.hunks();
  }

  /** Lines; a last one without a newline says so, as diff does. */
  private static List<String> split(String text) {
    if (text.isEmpty()) {
      return List.of();
    }
    List<String> lines = new ArrayList<>(Arrays.asList(text.split("\n", -1)));
    String last = lines.removeLast();
    if (!last.isEmpty()) {
      lines.add(last + "\n\\ No newline at end of file");
    }
    return lines;
  }

  private void compare() {
    int start = 0;
    int most = Math.min(before.size(), after.size());
    while (start < most && before.get(start).equals(after.get(start))) {
      lines.add(new Line(' ', before.get(start)));
      start++;
    }
    if ((long) (before.size() - start) * (after.size() - start) > MOST_PAIRS) {
      addRest(start, start);
    } else {
      walk(start, longestCommon(start));
    }
  }

  /** Lengths of the longest common sequences of the two rests from each pair of lines on. */
  private int[][] longestCommon(int start) {
    int[][] common = new int[before.size() - start + 1][after.size() - start + 1];
    for (int i = before.size() - 1; i >= start; i--) {
      for (int j = after.size() - 1; j >= start; j--) {
        common[i - start][j - start] =
            before.get(i).equals(after.get(j))
                ? common[i - start + 1][j - start + 1] + 1
                : Math.max(common[i - start + 1][j - start], common[i - start][j - start + 1]);
      }
    }
    return common;
  }

  private void walk(int start, int[][] common) {
    int i = start;
    int j = start;
    while (i < before.size() && j < after.size()) {
      if (before.get(i).equals(after.get(j))) {
        lines.add(new Line(' ', before.get(i)));
        i++;
        j++;
      } else if (common[i - start + 1][j - start] >= common[i - start][j - start + 1]) {
        lines.add(new Line('-', before.get(i)));
        i++;
      } else {
        lines.add(new Line('+', after.get(j)));
        j++;
      }
    }
    addRest(i, j);
  }

  private void addRest(int i, int j) {
    before.subList(i, before.size()).forEach(text -> lines.add(new Line('-', text)));
    after.subList(j, after.size()).forEach(text -> lines.add(new Line('+', text)));
  }

  private String hunks() {
    StringBuilder out = new StringBuilder();
    int at = nextChange(0);
    while (at < lines.size()) {
      int start = Math.max(0, at - CONTEXT);
      int end = endOfHunk(at);
      hunk(out, start, end);
      at = nextChange(end);
    }
    return out.toString();
  }

  private int nextChange(int from) {
    int at = from;
    while (at < lines.size() && lines.get(at).kind() == ' ') {
      at++;
    }
    return at;
  }

  /** Changes that are at most two contexts apart share a hunk. */
  private int endOfHunk(int change) {
    int last = change;
    for (int at = change; at < lines.size() && at - last <= 2 * CONTEXT; at++) {
      last = lines.get(at).kind() == ' ' ? last : at;
    }
    return Math.min(lines.size(), last + CONTEXT + 1);
  }

  private void hunk(StringBuilder out, int start, int end) {
    List<Line> hunk = lines.subList(start, end);
    out.append("@@ -")
        .append(range(count(lines.subList(0, start), '+'), count(hunk, '+')))
        .append(" +")
        .append(range(count(lines.subList(0, start), '-'), count(hunk, '-')))
        .append(" @@\n");
    hunk.forEach(line -> out.append(line.kind()).append(line.text()).append('\n'));
  }

  /** Lines of one side: all but those that only the other side has. */
  private static int count(List<Line> of, char others) {
    int count = 0;
    for (Line line : of) {
      count += line.kind() == others ? 0 : 1;
    }
    return count;
  }

  private static String range(int linesBefore, int length) {
    int first = length == 0 ? linesBefore : linesBefore + 1;
    return length == 1 ? String.valueOf(first) : first + "," + length;
  }
}
