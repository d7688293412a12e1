package dev.nodeready.cli;

import dev.nodeready.logging.Terminal;
import dev.nodeready.logging.Terminal.Colour;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The words of a result that say how it stands, in their colours, on lines that fit. */
final class Colours {
  private static final String STATE =
      "(?m)(?<=^state: {0,20})(?:succeeded|degraded|failed|stopped|died|running)\\b"
          + "|(?<=^  [\\w/-]{1,40} {1,40})(?:degraded|failed)\\b";
  private static final String VERDICT =
      "(?<= {2})(?:succeeded|degraded|failed|stopped|died|running)\\b(?=[^ ]*(?: [A-Z_0-9]+| in \\S+)?(?:\n|$))";
  private static final String FINDING = "(?m)(?<=^  )(?:failure|warning):";
  private static final String PROBLEM = "(?m)^(?:error|warning):";

  private Colours() {}

  static String status(String text, Terminal terminal) {
    return shown(text, STATE, terminal);
  }

  static String boots(String text, Terminal terminal) {
    return shown(text, VERDICT, terminal);
  }

  static String problems(String text, Terminal terminal) {
    return shown(text, PROBLEM, terminal);
  }

  static String findings(String text, Terminal terminal) {
    return shown(text, FINDING, terminal);
  }

  private static String shown(String text, String words, Terminal terminal) {
    String wrapped = terminal.wrapped(text);
    return terminal.colours()
        ? Pattern.compile(words)
            .matcher(wrapped)
            .replaceAll(word ->
                Matcher.quoteReplacement(terminal.coloured(colour(word.group()), word.group())))
        : wrapped;
  }

  private static Colour colour(String word) {
    return switch (word) {
      case "succeeded" -> Colour.GREEN;
      case "degraded", "warning:", "stopped" -> Colour.YELLOW;
      case "running" -> Colour.BOLD;
      default -> Colour.RED;
    };
  }
}
