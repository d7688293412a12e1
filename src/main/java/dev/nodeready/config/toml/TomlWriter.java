package dev.nodeready.config.toml;

import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes TOML in the one form that nodeadm writes, since people compare these files byte by byte.
 * Keys stand in byte order, plain values before tables; every table has its own header, even if it
 * holds only tables; a blank line stands before a header unless the line before is one too.
 */
final class TomlWriter {
  /** The order of Go strings; differs from Java's for characters beyond the basic plane. */
  private static final Comparator<String> BYTES = TomlWriter::compareCodePoints;

  private final StringBuilder out = new StringBuilder();
  private boolean afterHeader;

  private TomlWriter() {}

  static String write(Map<?, ?> document) {
    TomlWriter writer = new TomlWriter();
    writer.body("", document);
    return writer.out.toString();
  }

  private void body(String path, Map<?, ?> table) {
    Sorted sorted = Sorted.of(table);
    sorted.values.forEach(this::line);
    sorted.tables.forEach((key, value) -> tables(path, key, value));
  }

  private void line(String key, Object value) {
    out.append(TomlScalars.key(key)).append(" = ");
    inline(value);
    out.append('\n');
    afterHeader = false;
  }

  private void tables(String parent, String key, Object value) {
    String path = (parent.isEmpty() ? "" : parent + ".") + TomlScalars.key(key);
    if (value instanceof List<?> list) {
      for (Object item : list) {
        header("[[" + path + "]]");
        body(path, (Map<?, ?>) item);
      }
    } else {
      header("[" + path + "]");
      body(path, (Map<?, ?>) value);
    }
  }

  private void header(String text) {
    if (!afterHeader && !out.isEmpty()) {
      out.append('\n');
    }
    out.append(text).append('\n');
    afterHeader = true;
  }

  private void inline(Object value) {
    switch (value) {
      case String text -> out.append(TomlScalars.text(text));
      case Double number -> out.append(TomlScalars.decimal(number));
      case OffsetDateTime time -> out.append(TomlScalars.time(time));
      case LocalDateTime time -> out.append(TomlScalars.time(time));
      case LocalTime time -> out.append(TomlScalars.time(time));
      case List<?> list -> inlineList(list);
      case Map<?, ?> map -> inlineTable(map);
      default -> out.append(value);
    }
  }

  private void inlineList(List<?> list) {
    out.append('[');
    String between = "";
    for (Object item : list) {
      if (item != null) {
        out.append(between);
        inline(item);
        between = ", ";
      }
    }
    out.append(']');
  }

  private void inlineTable(Map<?, ?> map) {
    Sorted sorted = Sorted.of(map);
    String between = "";
    out.append('{');
    for (Map<String, Object> part : List.of(sorted.values, sorted.tables)) {
      for (Map.Entry<String, Object> entry : part.entrySet()) {
        out.append(between).append(TomlScalars.key(entry.getKey())).append(" = ");
        inline(entry.getValue());
        between = ", ";
      }
    }
    out.append('}');
  }

  /** Tables, and lists of nothing but tables. */
  private static boolean isTable(Object value) {
    if (value instanceof List<?> list) {
      return !list.isEmpty() && list.stream().allMatch(item -> item instanceof Map);
    }
    return value instanceof Map;
  }

  private static int compareCodePoints(String one, String other) {
    int at = 0;
    while (at < one.length() && at < other.length()) {
      int left = one.codePointAt(at);
      int right = other.codePointAt(at);
      if (left != right) {
        return Integer.compare(left, right);
      }
      at += Character.charCount(left);
    }
    return Integer.compare(one.length(), other.length());
  }

  /** The members of one table that are not null: plain values, and tables with lists of tables. */
  private record Sorted(Map<String, Object> values, Map<String, Object> tables) {
    static Sorted of(Map<?, ?> table) {
      Sorted sorted = new Sorted(new TreeMap<>(BYTES), new TreeMap<>(BYTES));
      table.forEach((key, value) -> {
        if (value != null) {
          (isTable(value) ? sorted.tables : sorted.values).put((String) key, value);
        }
      });
      return sorted;
    }
  }
}
