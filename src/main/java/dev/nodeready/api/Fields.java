package dev.nodeready.api;

import dev.nodeready.config.tree.JsonReader;
import dev.nodeready.config.tree.Notes;
import dev.nodeready.config.tree.Origin;
import dev.nodeready.config.tree.Place;
import dev.nodeready.config.tree.TextException;
import dev.nodeready.config.tree.Value;
import dev.nodeready.config.tree.YamlReader;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An object of the API or of a kubeconfig, asked by path. What is absent or of another type than
 * expected reads as empty: an API server of another version must not end a boot.
 */
final class Fields {
  private static final Notes NOBODY =
      new Notes() {
        @Override
        public void duplicateKey(String key, Origin second, Origin first) {}

        @Override
        public void furtherDocument(Origin origin) {}
      };

  private final Map<?, ?> map;

  private Fields(@Nullable Object value) {
    map = value instanceof Map<?, ?> object ? object : Map.of();
  }

  /**
   * The fields of a JSON object; empty ones for another JSON value.
   *
   * @throws TextException when it is no JSON, or larger or deeper than any honest answer
   */
  static Fields ofJson(String text) throws TextException {
    return new Fields(JsonReader.read(text, Place.of("api", "answer"), NOBODY).plain());
  }

  /**
   * The fields of a YAML document, which JSON is too.
   *
   * @throws TextException when it is no YAML, or larger or deeper than any honest file
   */
  static Fields ofYaml(String text, String file) throws TextException {
    Value value = YamlReader.read(text, Place.of(file, file), NOBODY);
    return new Fields(value.plain());
  }

  /** The object at a path; one without fields where there is none. */
  Fields at(String... path) {
    return new Fields(value(path));
  }

  /** The text at a path; empty where there is none. */
  String text(String... path) {
    Object value = value(path);
    return value instanceof Map || value instanceof List || value == null ? "" : value.toString();
  }

  /** Whether there is a true at a path. */
  boolean flag(String... path) {
    return Boolean.TRUE.equals(value(path));
  }

  /** The objects of the list at a path. */
  List<Fields> list(String... path) {
    List<Fields> objects = new ArrayList<>();
    if (value(path) instanceof List<?> items) {
      items.forEach(item -> objects.add(new Fields(item)));
    }
    return objects;
  }

  /** The texts of the list at a path. */
  List<String> texts(String... path) {
    List<String> texts = new ArrayList<>();
    if (value(path) instanceof List<?> items) {
      items.forEach(item -> texts.add(String.valueOf(item)));
    }
    return texts;
  }

  /** The time at a path; null where there is none. */
  @Nullable Instant time(String... path) {
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
