package dev.nodeready.config;

import dev.nodeready.tree.Value;
import dev.nodeready.tree.Value.Arr;
import dev.nodeready.tree.Value.Obj;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the members of one checked object.
 *
 * @param object null where there is none, which reads like an empty one
 */
record Reading(@Nullable Obj object) {
  boolean has(String name) {
    return value(name) != null;
  }

  Reading below(String name) {
    return new Reading(value(name) instanceof Obj obj ? obj : null);
  }

  @Nullable Object plain(String name) {
    Value value = value(name);
    return value == null ? null : value.plain();
  }

  String text(String name) {
    return text(name, "");
  }

  String text(String name, String fallback) {
    return plain(name) instanceof String text ? text : fallback;
  }

  /** One of several words, of which an empty text is none. */
  String choice(String name, String fallback) {
    String text = text(name);
    return text.isEmpty() ? fallback : text;
  }

  boolean flag(String name, boolean fallback) {
    return plain(name) instanceof Boolean flag ? flag : fallback;
  }

  double number(String name, double fallback) {
    return plain(name) instanceof Number number ? number.doubleValue() : fallback;
  }

  Duration time(String name, Duration fallback) {
    return plain(name) instanceof String text ? Durations.parse(text) : fallback;
  }

  List<String> texts(String name) {
    List<String> texts = new ArrayList<>();
    if (value(name) instanceof Arr arr) {
      for (Value item : arr.items()) {
        texts.add(String.valueOf(item.plain()));
      }
    }
    return Collections.unmodifiableList(texts);
  }

  /** The items of a list of objects. */
  List<Reading> objects(String name) {
    List<Reading> objects = new ArrayList<>();
    if (value(name) instanceof Arr arr) {
      for (Value item : arr.items()) {
        objects.add(new Reading(item instanceof Obj obj ? obj : null));
      }
    }
    return Collections.unmodifiableList(objects);
  }

  Map<String, @Nullable Object> free(String name) {
    return value(name) instanceof Obj obj ? obj.plain() : Map.of();
  }

  private @Nullable Value value(String name) {
    return object == null ? null : object.get(name);
  }
}
