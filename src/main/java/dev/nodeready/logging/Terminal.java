package dev.nodeready.logging;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How lines are shown: on a terminal wrapped between words to its width, and coloured; in a pipe or
 * a file as they are. The launcher tells which it is, since it can ask.
 *
 * @param width columns; 0 where nothing is wrapped
 * @param colours whether colours are wanted: not where {@code NO_COLOR} is set (no-color.org)
 */
public record Terminal(int width, boolean colours) {
  /** Neither wrapped nor coloured. */
  public static final Terminal PLAIN = new Terminal(0, false);

  private static final int NARROWEST = 40;

  /** A colour by its number in ECMA-48. */
  public enum Colour {
    RED("31"),
    YELLOW("33"),
    GREEN("32"),
    BOLD("1");

    private final String code;

    Colour(String code) {
      this.code = code;
    }
  }

  /** Standard output. */
  public static Terminal out() {
    return of("nodeready.out");
  }

  /** Standard error. */
  public static Terminal err() {
    return of("nodeready.err");
  }

  private static Terminal of(String property) {
    Integer width = Integer.getInteger(property);
    if (width == null) {
      return PLAIN;
    }
    boolean dumb = "dumb".equals(System.getenv("TERM"));
    String no = System.getenv("NO_COLOR");
    return new Terminal(Math.max(NARROWEST, width), !dumb && (no == null || no.isEmpty()));
  }

  /** A word in a colour. */
  public String coloured(Colour colour, String word) {
    return colours ? "\u001b[%sm%s\u001b[0m".formatted(colour.code, word) : word;
  }

  /** Lines that are wrapped, each below the column at which its own text begins. */
  public String wrapped(String text) {
    if (width == 0) {
      return text;
    }
    StringBuilder all = new StringBuilder(text.length());
    for (String line : text.split("\n", -1)) {
      all.append(all.isEmpty() ? "" : "\n").append(wrapped(line, column(line)));
    }
    return all.toString();
  }

  /** One line that is wrapped, with {@code indent} spaces before what goes on. */
  public String wrapped(String line, int indent) {
    if (width == 0 || columns(line) <= width) {
      return line;
    }
    List<String> lines = new ArrayList<>();
    StringBuilder now = new StringBuilder();
    for (String word : line.split("(?<=\\S)(?= )", -1)) {
      if (columns(now) + columns(word) > width && !now.isEmpty()) {
        lines.add(now.toString());
        now = new StringBuilder(" ".repeat(indent)).append(word.strip());
      } else {
        now.append(word);
      }
    }
    lines.add(now.toString());
    return String.join("\n", lines);
  }

  private int column(String line) {
    Matcher head = (line.startsWith("Usage: ") ? Lines.USAGE : Lines.COLUMN).matcher(line);
    int column = head.find() ? columns(head.group()) : 0;
    int leading = line.length() - line.stripLeading().length();
    return column == 0 || column > width / 2 ? leading + 2 : column;
  }

  private static int columns(CharSequence text) {
    return Lines.SEQUENCE.matcher(text).replaceAll("").length();
  }

  /** Apart, since most runs have no terminal. */
  private static final class Lines {
    /** What takes no column: the sequences that colour. */
    private static final Pattern SEQUENCE = Pattern.compile("\u001b\\[[0-9;]*m");

    /** What stands before the column at which the text of a line of a table begins. */
    private static final Pattern COLUMN = Pattern.compile("^\\s*\\S+(?: \\S+)*? {2,}(?=\\S)");

    private static final Pattern USAGE = Pattern.compile("^Usage: [^\\[]*");
  }
}
