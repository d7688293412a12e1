package dev.nodeready.config.mime;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The header fields at the beginning of a text.
 *
 * @param fields by name in small letters
 * @param bodyStart where the body begins
 * @param bodyLine the line at which the body begins
 * @param stray the line that is neither a field nor blank, where the blank line that ends a header
 *     is missing; else null
 */
record Header(Map<String, String> fields, int bodyStart, int bodyLine, @Nullable String stray) {
  /** Characters of a field that goes on over many lines; what follows of it says nothing here. */
  private static final int LONGEST = 4096;

  /** Reads the fields from {@code from} up to the blank line, or to {@code to}. */
  static Header read(String text, int from, int to, int firstLine) {
    Map<String, String> fields = new LinkedHashMap<>();
    Lines lines = new Lines(text, from, to, firstLine);
    String last = null;
    while (lines.advance()) {
      String line = lines.line();
      if (line.isBlank()) {
        return new Header(fields, lines.next(), lines.number() + 1, null);
      }
      boolean continues = line.charAt(0) == ' ' || line.charAt(0) == '\t';
      String name = nameOf(line);
      if (continues && last != null) {
        fields.merge(last, line.strip(), Header::joined);
      } else if (name != null) {
        last = name;
        fields.putIfAbsent(name, line.substring(line.indexOf(':') + 1).strip());
      } else {
        return new Header(fields, lines.start(), lines.number(), line);
      }
    }
    return new Header(fields, to, lines.number() + 1, null);
  }

  private static String joined(String one, String more) {
    return one.length() < LONGEST ? one + " " + more : one;
  }

  /**
   * The name before the colon in small letters, or null where the line is no field. There may be
   * blanks in it, as Go has it: {@code MIME Version:} is somebody's slip, and costs nothing.
   */
  static @Nullable String nameOf(String line) {
    int colon = line.indexOf(':');
    for (int at = 0; at < colon; at++) {
      char c = line.charAt(at);
      if (c < ' ' || c >= 0x7f || (c == ' ' && at == 0)) {
        return null;
      }
    }
    return colon > 0 ? line.substring(0, colon).toLowerCase(Locale.ROOT) : null;
  }

  String field(String name) {
    return fields.getOrDefault(name, "");
  }
}
