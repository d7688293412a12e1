package dev.nodeready.tree;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An object out of an answer or a file, asked by path. What is absent or of another type than
 * expected reads as empty: a server of another version must not end a boot.
 */
public final class Fields {
  private final Map<?, ?> map;

  private Fields(@Nullable Object value) {
    map = value instanceof Map<?, ?> object ? object : Map.of();
  }

  /**
   * The fields of a JSON object.
   *
   * @throws TextException when it is no JSON object, or larger or deeper than any honest answer
   */
  public static Fields ofJson(String text) throws TextException {
    return new Fields(JsonObject.read(text, "answer"));
  }

  /**
   * The fields of a YAML document, which JSON is too.
   *
   * @throws TextException when it is no YAML, or larger or deeper than any honest file
   */
  public static Fields ofYaml(String text, String file) throws TextException {
    Value value = YamlReader.read(text, Place.of(file, file), Notes.NONE);
    return new Fields(value.plain());
  }

  /** The object at a path; one without fields where there is none. */
  public Fields at(String... path) {
    return new Fields(value(path));
  }

  /** The text at a path; empty where there is none. */
  public String text(String... path) {
    Object value = value(path);
    return value instanceof Map || value instanceof List || value == null ? "" : value.toString();
  }

  /** Whether there is a true at a path. */
  public boolean flag(String... path) {
    return Boolean.TRUE.equals(value(path));
  }

  /** The objects of the list at a path. */
  public List<Fields> list(String... path) {
    List<Fields> objects = new ArrayList<>();
    if (value(path) instanceof List<?> items) {
      items.forEach(item -> objects.add(new Fields(item)));
    }
    return objects;
  }

  /** The texts of the list at a path. */
  public List<String> texts(String... path) {
    List<String> texts = new ArrayList<>();
    if (value(path) instanceof List<?> items) {
      items.forEach(item -> texts.add(String.valueOf(item)));
    }
    return texts;
  }

  /** The names of the fields. */
  public Set<String> names() {
    Set<String> names = new LinkedHashSet<>();
    map.keySet().forEach(name -> names.add(String.valueOf(name)));
    return names;
  }

  /** The time at a path; null where there is none. */
  public @Nullable Instant time(String... path) {
    String text = text(path);
    try {
      return text.isEmpty() ? null : OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      return null;
    }
  }

  private @Nullable Object value(String... path) {
    Object value = map;
    for (String name : path) {
      value = value instanceof Map<?, ?> object ? object.get(name) : null;
    }
    return value;
  }
}
