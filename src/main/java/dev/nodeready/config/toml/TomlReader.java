package dev.nodeready.config.toml;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlTable;

/** Reads TOML into plain values; what it takes is bounded in size and depth. */
final class TomlReader {
  /** EC2 user data holds 16 KiB; a megabyte is far beyond any containerd configuration. */
  private static final int LONGEST = 1 << 20;

  private static final int DEEPEST = 64;

  private TomlReader() {}

  static Map<String, @Nullable Object> read(String text) throws TomlException {
    bound(text);
    TomlParseResult result = Toml.parse(text);
    if (result.hasErrors()) {
      TomlParseError first = result.errors().getFirst();
      throw new TomlException(
          first.position().line(), first.position().column(), String.valueOf(first.getMessage()));
    }
    return table(result);
  }

  /** The parser recurses over nesting, so nesting is counted before it sees the text. */
  private static void bound(String text) throws TomlException {
    if (text.length() > LONGEST) {
      throw new TomlException(1, 1, "the text is longer than " + LONGEST + " characters");
    }
    int depth = 0;
    int line = 1;
    for (int at = 0; at < text.length(); at++) {
      switch (text.charAt(at)) {
        case '[', '{' -> depth++;
        case ']', '}' -> depth = Math.max(0, depth - 1);
        case '\n' -> line++;
        default -> {}
      }
      if (depth > DEEPEST) {
        throw new TomlException(line, 1, "brackets are nested more than " + DEEPEST + " deep");
      }
    }
  }

  private static Map<String, @Nullable Object> table(TomlTable table) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    for (Map.Entry<String, Object> entry : table.entrySet()) {
      map.put(entry.getKey(), plain(entry.getValue()));
    }
    return map;
  }

  private static Object plain(Object value) {
    return switch (value) {
      case TomlTable table -> table(table);
      case TomlArray array -> list(array);
      default -> value;
    };
  }

  private static List<Object> list(TomlArray array) {
    List<Object> list = new ArrayList<>(array.size());
    for (int at = 0; at < array.size(); at++) {
      list.add(plain(array.get(at)));
    }
    return list;
  }
}
