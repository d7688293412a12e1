package dev.nodeready.containerd;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Looks into nested tables, and makes them. */
final class Tree {
  private Tree() {}

  /** The table at a path; empty where there is none. */
  static Map<String, @Nullable Object> table(
      Map<String, ? extends @Nullable Object> from, List<String> path) {
    Map<String, @Nullable Object> table = new LinkedHashMap<>(from);
    for (String key : path) {
      table = asTable(table.get(key));
    }
    return table;
  }

  /** A text in the table at a path; empty where there is none. */
  static String text(Map<String, ? extends @Nullable Object> from, List<String> path, String key) {
    return table(from, path).get(key) instanceof String text ? text : "";
  }

  /** The value as a table; empty where it is something else. */
  static Map<String, @Nullable Object> asTable(@Nullable Object value) {
    Map<String, @Nullable Object> table = new LinkedHashMap<>();
    if (value instanceof Map<?, ?> map) {
      map.forEach((key, inner) -> table.put(String.valueOf(key), inner));
    }
    return table;
  }

  /** Puts keys into the table at a path, making what is missing on the way. */
  @SuppressWarnings("unchecked") // only tables made here are met
  static void put(Map<String, @Nullable Object> into, List<String> path, Map<String, ?> keys) {
    Map<String, @Nullable Object> table = into;
    for (String key : path) {
      table =
          (Map<String, @Nullable Object>) table.computeIfAbsent(key, k -> new LinkedHashMap<>());
    }
    table.putAll(keys);
  }
}
