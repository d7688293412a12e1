package dev.nodeready.node;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import com.github.difflib.patch.ChangeDelta;
import com.github.difflib.patch.Chunk;
import com.github.difflib.patch.Patch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The difference of two texts as {@code diff -u} prints it. */
final class UnifiedDiff {
  private static final int CONTEXT = 3;

  /** Beyond so many pairs of lines the comparison would take too much time and memory. */
  private static final long MOST_PAIRS = 4_000_000;

  private UnifiedDiff() {}

  /**
   * The difference; empty where there is none.
   *
   * @param from name of the old file, {@code /dev/null} for none
   * @param to name of the new file, {@code /dev/null} for none
   */
  static String of(String from, String before, String to, String after) {
    List<String> old = split(before);
    List<String> lines =
        UnifiedDiffUtils.generateUnifiedDiff(from, to, old, patch(old, split(after)), CONTEXT);
    StringBuilder out = new StringBuilder();
    for (String line : lines) {
      // diff leaves a count of one out; no line of a file begins with an @ here.
      out.append(line.startsWith("@@ ") ? line.replace(",1 ", " ") : line).append('\n');
    }
    return out.toString();
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

  private static Patch<String> patch(List<String> before, List<String> after) {
    if ((long) before.size() * after.size() <= MOST_PAIRS) {
      return DiffUtils.diff(before, after);
    }
    Patch<String> whole = new Patch<>();
    if (!before.equals(after)) {
      whole.addDelta(new ChangeDelta<>(new Chunk<>(0, before), new Chunk<>(0, after)));
    }
    return whole;
  }
}
