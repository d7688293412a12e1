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
      case "int32" -> GoValues.integer(text, 32);
      case "level/v" -> GoValues.level(text);
      case "vmodule" -> levels(text);
      case "int", "int64" -> GoValues.integer(text, 64);
      case "duration" -> GoValues.nanos(text) == null ? null : text;
      case "quantity" -> Quantity.parse(text) == null ? null : text;
      case "stringslice" -> text.isEmpty() ? List.of() : List.of(text.split(",", -1));
      case "map" -> pairs(text, '=');
      case "lessmap" -> pairs(text, '<');
      case "boolmap" -> gates(text);
      case "memory" -> memory(text);
      // Labels and taints have checks of their own.
      case "taints" -> null;
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

  /** {@code 0:memory=1Gi,hugepages-2Mi=2Gi;1:memory=2Gi}, as pkg/util/flag reads it. */
  private static @Nullable List<Object> memory(String text) {
    List<Object> nodes = new ArrayList<>();
    for (String node : text.isEmpty() ? new String[0] : text.split(";", -1)) {
      String[] halves = node.split(":", -1);
      Map<String, Object> limits = halves.length == 2 ? limits(halves[1]) : null;
      if (limits == null || !halves[0].matches("[+-]?[0-9]{1,18}")) {
        return null;
      }
      nodes.add(Map.of("numaNode", Long.valueOf(halves[0]), "limits", limits));
    }
    return nodes;
  }

  private static @Nullable Map<String, Object> limits(String text) {
    Map<String, Object> limits = new LinkedHashMap<>();
    for (String pair : text.split(",", -1)) {
      String[] halves = pair.split("=", -1);
      boolean known = halves[0].equals("memory") || halves[0].startsWith("hugepages-");
      if (halves.length != 2 || !known || Quantity.parse(halves[1]) == null) {
        return null;
      }
      limits.put(halves[0], halves[1]);
    }
    return limits;
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

  /** {@code file=2,other*=3}, as k8s.io/component-base reads it. */
  private static @Nullable List<Object> levels(String text) {
    List<Object> levels = new ArrayList<>();
    for (String pair : parts(text)) {
      String[] halves = pair.split("=", -1);
      Long level = halves.length == 2 ? GoValues.level(halves[1]) : null;
      if (level == null || halves[0].isEmpty()) {
        return null;
      }
      levels.add(Map.of("filePattern", halves[0], "verbosity", level));
    }
    return levels;
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
      case "vmodule" -> "write file=2, with commas between several";
      case "int32", "int64", "int", "level/v" -> "write a whole number";
      case "duration" -> "write one such as 90s, 5m or 1h30m";
      case "quantity" -> "write one such as 512Mi";
      case "map" -> "write name=value, with commas between several";
      case "lessmap" -> "write signal<value, such as memory.available<100Mi";
      case "memory" -> "write node:type=amount, such as 0:memory=1Gi,hugepages-2Mi=1Gi";
      case "boolmap" -> "write Name=true or Name=false, with commas between several";
      default -> "write a value";
    };
  }
}
