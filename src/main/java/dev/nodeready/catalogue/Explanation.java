package dev.nodeready.catalogue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/**
 * How a code comes about, beside what it means: for who reads of it, and never for a boot. It
 * stands in {@code codes.txt}, a line for each.
 *
 * @param kind what a run does with it
 * @param detected how it is found out
 * @param evidence what is shown with it
 */
public record Explanation(Code code, Kind kind, String detected, String evidence) {
  private static final String FILE = "codes.txt";

  /** What a run does with a code. */
  public enum Kind {
    /** It ends a run, and trying again will not help. */
    PERMANENT("permanent"),
    /** It ends a run, and trying again may help. */
    PASSING("passing"),
    /** It ends a run, and depends on the case whether trying again may help. */
    EITHER("permanent or passing, as the case is"),
    /** A run goes on with it. */
    WARNING("a warning"),
    /** The doctor finds it, at any time and behind the failure of a boot. */
    FINDING("found by the doctor, and named behind the failure of a boot");

    private final String words;

    Kind(String words) {
      this.words = words;
    }

    /** For people. */
    public String words() {
      return words;
    }
  }

  /** Every code with how it comes about, in the order of the catalogue. */
  public static Map<Code, Explanation> all() {
    Map<Code, Explanation> all = new EnumMap<>(Code.class);
    try (InputStream in = Explanation.class.getResourceAsStream(FILE)) {
      if (in == null) {
        throw new IOException(FILE + " is missing");
      }
      new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(line -> line.split(" \\| ", 4))
          .map(words ->
              new Explanation(
                  Code.valueOf(words[0]),
                  Kind.valueOf(words[1].toUpperCase(Locale.ROOT)),
                  words[2],
                  words[3]))
          .forEach(one -> all.put(one.code(), one));
      return all;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where it stands in the documentation: a page with an anchor for each code. */
  public String page() {
    return "CODES.md#" + code.name().toLowerCase(Locale.ROOT);
  }

  /** The exit codes of a command that ends with it. */
  public String exitCodes() {
    if (code == Code.CLI_MISTAKE || code == Code.PLAN_UNKNOWN_STEP) {
      return "2";
    }
    String permanent = code.area().equals("CONFIG") ? "78" : "1";
    return switch (kind) {
      case PERMANENT -> permanent;
      case PASSING -> "75";
      case EITHER -> permanent + " or 75";
      case WARNING -> "3, or 0 where all else is well";
      case FINDING -> "1 of nodeready doctor; of a boot that of its failure";
    };
  }
}
