package dev.nodeready.dropin;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A text of a configuration that is read once more by somebody, with what it means to them: known
 * when it is drawn, so that nobody has to read it to know.
 *
 * @param text as it stands in the configuration
 * @param meaning whatever the reader makes of it
 */
record Said(String text, Object meaning) {
  /** The meaning of a value that was drawn as a plain text too. */
  static @Nullable Object meaning(@Nullable Object value) {
    return value instanceof Said said ? said.meaning : value;
  }

  /** A tree with the texts alone. */
  static @Nullable Object texts(@Nullable Object value) {
    return switch (value) {
      case Said said -> said.text;
      case Map<?, ?> map -> {
        Map<String, @Nullable Object> texts = new LinkedHashMap<>();
        map.forEach((key, member) -> texts.put((String) key, texts(member)));
        yield texts;
      }
      case List<?> list -> list.stream().map(Said::texts).toList();
      case null, default -> value;
    };
  }
}
