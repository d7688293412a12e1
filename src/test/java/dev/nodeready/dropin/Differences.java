package dev.nodeready.dropin;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Compares trees property by property. */
final class Differences {
  private final List<String> found = new ArrayList<>();

  private Differences() {}

  /** One line for each property that differs. */
  static List<String> between(
      Map<String, @Nullable Object> expected, Map<String, @Nullable Object> actual) {
    Differences differences = new Differences();
    differences.compare("", expected, actual);
    return differences.found;
  }

  private void compare(String path, @Nullable Object expected, @Nullable Object actual) {
    if (expected instanceof Map<?, ?> one && actual instanceof Map<?, ?> other) {
      TreeSet<String> names = new TreeSet<>();
      one.keySet().forEach(name -> names.add((String) name));
      other.keySet().forEach(name -> names.add((String) name));
      for (String name : names) {
        String at = path + (path.isEmpty() ? "" : " > ") + name;
        if (one.containsKey(name) && other.containsKey(name)) {
          compare(at, one.get(name), other.get(name));
        } else {
          found.add(
              at
                  + (one.containsKey(name) ? ": missing, wanted " : ": is there, ")
                  + (one.containsKey(name) ? one : other).get(name));
        }
      }
    } else if (path.endsWith("containerd > config")
        && expected instanceof Map<?, ?>
        && actual instanceof String text) {
      compare(path + " as TOML", expected, toml(text));
    } else if (expected instanceof List<?> one
        && actual instanceof List<?> other
        && one.size() == other.size()) {
      for (int at = 0; at < one.size(); at++) {
        compare(path + "[" + at + "]", one.get(at), other.get(at));
      }
    } else if (!same(expected, actual)) {
      found.add(path + ": wanted " + shown(expected) + ", is " + shown(actual));
    }
  }

  private static Object toml(String text) {
    try {
      return NodeAsRead.toml(text);
    } catch (java.io.IOException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private static boolean same(@Nullable Object expected, @Nullable Object actual) {
    if (expected instanceof Number && actual instanceof Number) {
      return new BigDecimal(expected.toString()).compareTo(new BigDecimal(actual.toString())) == 0;
    }
    return expected == null ? actual == null : expected.equals(actual);
  }

  private static String shown(@Nullable Object value) {
    return value instanceof String text ? "'" + text + "'" : String.valueOf(value);
  }
}
