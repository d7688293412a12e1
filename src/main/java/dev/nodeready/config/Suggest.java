package dev.nodeready.config;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Guesses what was meant by a word that is not known. */
public final class Suggest {
  private Suggest() {}

  /**
   * The known word that is nearest; else the longest one that the word begins with, or that begins
   * with the word; null where there is none.
   */
  public static @Nullable String closest(String seen, Iterable<String> known) {
    String plain = plain(seen);
    String near = null;
    int distance = plain.length() < 5 ? 2 : 3;
    String related = null;
    int longest = 0;
    for (String word : known) {
      String other = plain(word);
      int now = distance(plain, other);
      if (now < distance) {
        near = word;
        distance = now;
      }
      if (other.length() > longest && shareBeginning(plain, other)) {
        related = word;
        longest = other.length();
      }
    }
    return near != null ? near : related;
  }

  /** The question with which a suggestion asks for a field. */
  public static String question(String path) {
    return "did you mean " + path + "?";
  }

  private static boolean shareBeginning(String one, String other) {
    return Math.min(one.length(), other.length()) >= 3
        && (one.startsWith(other) || other.startsWith(one));
  }

  private static String plain(String word) {
    return word.toLowerCase(Locale.ROOT).replace("-", "").replace("_", "");
  }

  /** How many letters must be put in, left out, replaced or swapped with the next one. */
  static int distance(String one, String other) {
    if (Math.abs(one.length() - other.length()) > 3 || one.length() > 64) {
      return Integer.MAX_VALUE;
    }
    // No cell looks further back than two rows.
    int[][] cost = new int[3][other.length() + 1];
    for (int row = 0; row <= one.length(); row++) {
      for (int column = 0; column <= other.length(); column++) {
        cost[row % 3][column] = cell(cost, one, other, row, column);
      }
    }
    return cost[one.length() % 3][other.length()];
  }

  private static int cell(int[][] cost, String one, String other, int row, int column) {
    if (row == 0 || column == 0) {
      return row + column;
    }
    boolean same = one.charAt(row - 1) == other.charAt(column - 1);
    int best = cost[(row - 1) % 3][column - 1] + (same ? 0 : 1);
    best = Math.min(best, Math.min(cost[(row - 1) % 3][column], cost[row % 3][column - 1]) + 1);
    boolean swapped =
        row > 1
            && column > 1
            && one.charAt(row - 1) == other.charAt(column - 2)
            && one.charAt(row - 2) == other.charAt(column - 1);
    return swapped ? Math.min(best, cost[(row - 2) % 3][column - 2] + 1) : best;
  }

  /** The word itself in quotes, cut where it is long. */
  public static String quote(String seen) {
    return "'" + (seen.length() > 60 ? seen.substring(0, 57) + "..." : seen) + "'";
  }

  /** Words in a row, for people. */
  public static String list(List<String> words) {
    return String.join(", ", words);
  }
}
