package dev.nodeready.config.kubelet;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the values of flags by their types in {@link Table#flags}. */
final class FlagValues {
  private FlagValues() {}

  /** The value as the configuration would have it; null where kubelet cannot read it. */
  static @Nullable Object read(String type, String text) {
    return switch (type) {
      case "bool", "bool/h" -> GoValues.bool(text);
      case "int32", "level/v" -> GoValues.integer(text, 32);
      case "int", "int64" -> GoValues.integer(text, 64);
      case "duration" -> GoValues.nanos(text) == null ? null : text;
      case "quantity" -> Quantity.parse(text) == null ? null : text;
      case "stringslice" -> text.isEmpty() ? List.of() : List.of(text.split(",", -1));
      case "map" -> pairs(text, '=');
      case "lessmap" -> pairs(text, '<');
      case "boolmap" -> gates(text);
      // Labels, taints and reserved memory have checks of their own.
      case "taints", "memory" -> null;
      default -> text;
    };
  }

  private static @Nullable Map<String, Object> pairs(String text, char separator) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (String pair : parts(text)) {
      int at = pair.indexOf(separator);
      if (at < 0) {
        return null;
      }
      map.put(pair.substring(0, at).strip(), pair.substring(at + 1).strip());
    }
    return map;
  }

  private static @Nullable Map<String, Object> gates(String text) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (String pair : parts(text)) {
      int at = pair.indexOf('=');
      Boolean on = at < 0 ? null : GoValues.bool(pair.substring(at + 1).strip());
      if (on == null) {
        return null;
      }
      map.put(pair.substring(0, at).strip(), on);
    }
    return map;
  }

  private static List<String> parts(String text) {
    List<String> parts = new ArrayList<>(List.of(text.split(",", -1)));
    parts.removeIf(String::isEmpty);
    return parts;
  }

  /** What to write for a value of a type. */
  static String example(String type) {
    return switch (type) {
      case "bool", "bool/h" -> "write true or false";
      case "int32", "int64", "int", "level/v" -> "write a whole number";
      case "duration" -> "write one such as 90s, 5m or 1h30m";
      case "quantity" -> "write one such as 512Mi";
      case "map" -> "write name=value, with commas between several";
      case "lessmap" -> "write signal<value, such as memory.available<100Mi";
      case "boolmap" -> "write Name=true or Name=false, with commas between several";
      default -> "write a value";
    };
  }
}
