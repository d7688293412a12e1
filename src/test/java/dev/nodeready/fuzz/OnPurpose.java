package dev.nodeready.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where we differ from Go's libraries, and why that is so. */
final class OnPurpose {
  /** A text that is deeper or larger than anybody's, which Go reads. */
  static final String LIMIT = "beyond our limits";

  private static final Pattern PACKED_PART = Pattern.compile("'([0-9a-f]*)'");

  private OnPurpose() {}

  static boolean differs(String kind, byte[] input, Oracle.Answer go, @Nullable String ours) {
    String text = new String(input, UTF_8);
    return LIMIT.equals(ours)
        || switch (kind) {
          case "yaml" -> yaml(text, go, ours);
          case "mime" -> nearlyABoundary(go) || oddHeader(text);
          case "cel" -> cel(text, ours);
          default -> false;
        };
  }

  private static boolean yaml(String text, Oracle.Answer go, @Nullable String ours) {
    // What is no object is no NodeConfig.
    boolean noObject = !go.text().startsWith("{");
    // At a % that begins a line in the middle Go ends, with half a NodeConfig.
    boolean cutOff = ours == null && text.contains("\n%");
    // Marks of a word processor, which end a line in YAML 1.1 and no more in 1.2.
    boolean otherBreaks = text.matches("(?s).*[\u0085\u2028\u2029].*");
    // Tags with other marks in them than letters, of which nobody has any.
    boolean oddTag = ours == null && text.matches("(?s).*!(?!(?:!?\\w+)?(?:\\s|$)).*");
    // What no YAML may hold, behind the first document and so not read by Go.
    boolean behind = ours == null && text.matches("(?s).*[\\p{Cntrl}&&[^\\s]].*");
    // A block of blank lines alone, or with a comment right behind its mark.
    boolean oddBlock =
        ours == null && text.matches("(?s).*[|>][-+0-9]*(?:#|[^\\n]*\\n[ \\t]*\\n).*");
    // A ? right before a key in braces, which is part of the key to us.
    boolean oddMark = text.matches("(?s).*[{,]\\s*\\?\\S.*");
    return oddMark || oddBlock || noObject || cutOff || otherBreaks || oddTag || behind;
  }

  /** To nodeadm a line that is nearly the boundary is one of the NodeConfig, which is then none. */
  private static boolean nearlyABoundary(Oracle.Answer go) {
    return PACKED_PART
        .matcher(go.text())
        .results()
        .map(part -> new String(HexFormat.of().parseHex(part.group(1)), UTF_8))
        .flatMap(String::lines)
        .map(line -> line.strip().toLowerCase(Locale.ROOT))
        .anyMatch(line -> line.startsWith("--") || line.matches("-*b-*"));
  }

  /** Go takes a header field without a name, and one with control characters in it. */
  private static boolean oddHeader(String text) {
    return text.matches("(?s)(?:.*\n)?:.*|.*[\\p{Cntrl}&&[^\\s]].*");
  }

  private static boolean cel(String text, @Nullable String ours) {
    // The Java library writes a whole double as 12.0, which is no int again.
    boolean textOfDouble = text.contains("string(");
    // Go does not know the type of what map() gives, and so compares it with everything.
    boolean mapped = ours == null && text.contains(".map(");
    // Each pair of brackets and each operator is a level to the Java library; we allow 64 of them.
    boolean deep = ours == null && text.length() > 120;
    return textOfDouble || mapped || deep;
  }
}
