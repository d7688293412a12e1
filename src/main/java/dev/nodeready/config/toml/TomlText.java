package dev.nodeready.config.toml;

import dev.nodeready.config.DeepMerge;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * TOML texts: read into plain values, merged, and written in the one form that nodeadm writes.
 *
 * <p>Plain values are {@link Map}, {@link java.util.List}, {@link String}, {@link Boolean}, {@link
 * Long}, {@link Double} and the dates of {@code java.time}.
 */
public final class TomlText {
  private TomlText() {}

  /**
   * Reads a TOML document.
   *
   * @throws TomlException when it is no TOML
   */
  public static Map<String, @Nullable Object> parse(String text) throws TomlException {
    return TomlReader.read(text);
  }

  /** Whether a text says nothing: only what TOML takes for blanks. */
  public static boolean isBlank(String text) {
    return text.replace("\r\n", "\n").chars().allMatch(c -> c == ' ' || c == '\t' || c == '\n');
  }

  /** Writes tables sorted, values before tables, every table with its own header. */
  public static String write(Map<String, ? extends @Nullable Object> document) {
    return TomlWriter.write(document);
  }

  /**
   * Merges two documents, the later one winning. Where one is empty the other comes out as it was
   * written.
   *
   * @throws TomlException when one of two texts that both say something is no TOML
   */
  public static String merge(String earlier, String later) throws TomlException {
    if (earlier.isEmpty() || later.isEmpty()) {
      return earlier.isEmpty() ? later : earlier;
    }
    return write(DeepMerge.merge(parse(earlier), parse(later)));
  }
}
