package dev.nodeready.config.json;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes plain values as JSON the way Go does: {@code <}, {@code >} and {@code &} escaped, numbers
 * in Go's notation, members in the order of the map.
 */
public final class Json {
  private final StringBuilder out = new StringBuilder();
  private final int indent;

  private Json(int indent) {
    this.indent = indent;
  }

  /** On one line, without spaces. */
  public static String compact(@Nullable Object value) {
    return write(value, 0);
  }

  /**
   * On several lines; no newline at the end.
   *
   * @param indent spaces of each level; more than zero
   */
  public static String pretty(@Nullable Object value, int indent) {
    return write(value, indent);
  }

  /** The same value with the keys of every object in order. */
  public static @Nullable Object sorted(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      Map<String, @Nullable Object> sorted = new TreeMap<>();
      map.forEach((key, member) -> sorted.put((String) key, sorted(member)));
      return sorted;
    }
    if (value instanceof List<?> list) {
      return list.stream().map(Json::sorted).toList();
    }
    return value;
  }

  private static String write(@Nullable Object value, int indent) {
    Json json = new Json(indent);
    json.value(value, 0);
    return json.out.toString();
  }

  private void value(@Nullable Object value, int level) {
    switch (value) {
      case null -> out.append("null");
      case String text -> text(text);
      case Double number -> out.append(GoNumbers.json(number));
      case Map<?, ?> map -> object(map, level);
      case List<?> list -> list(list, level);
      default -> out.append(value);
    }
  }

  private void object(Map<?, ?> map, int level) {
    if (map.isEmpty()) {
      out.append("{}");
      return;
    }
    out.append('{');
    Iterator<? extends Map.Entry<?, ?>> entries = map.entrySet().iterator();
    while (entries.hasNext()) {
      Map.Entry<?, ?> entry = entries.next();
      newline(level + 1);
      text((String) entry.getKey());
      out.append(indent > 0 ? ": " : ":");
      value(entry.getValue(), level + 1);
      out.append(entries.hasNext() ? "," : "");
    }
    newline(level);
    out.append('}');
  }

  private void list(List<?> list, int level) {
    if (list.isEmpty()) {
      out.append("[]");
      return;
    }
    out.append('[');
    Iterator<?> items = list.iterator();
    while (items.hasNext()) {
      newline(level + 1);
      value(items.next(), level + 1);
      out.append(items.hasNext() ? "," : "");
    }
    newline(level);
    out.append(']');
  }

  private void newline(int level) {
    if (indent > 0) {
      out.append('\n').repeat(' ', level * indent);
    }
  }

  private void text(String text) {
    out.append('"');
    for (int at = 0; at < text.length(); at++) {
      char c = text.charAt(at);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        case '\b' -> out.append("\\b");
        case '\f' -> out.append("\\f");
        case '<', '>', '&', '\u2028', '\u2029' -> escaped(c);
        default -> plain(text, at, c);
      }
    }
    out.append('"');
  }

  private void plain(String text, int at, char c) {
    if (c < 0x20) {
      escaped(c);
    } else if (isLoneSurrogate(text, at, c)) {
      out.append("\\ufffd");
    } else {
      out.append(c);
    }
  }

  private static boolean isLoneSurrogate(String text, int at, char c) {
    if (Character.isHighSurrogate(c)) {
      return at + 1 == text.length() || !Character.isLowSurrogate(text.charAt(at + 1));
    }
    return Character.isLowSurrogate(c)
        && (at == 0 || !Character.isHighSurrogate(text.charAt(at - 1)));
  }

  private void escaped(char c) {
    String hex = Integer.toHexString(c);
    out.append("\\u").repeat('0', 4 - hex.length()).append(hex);
  }
}
