package dev.nodeready.lab;

import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * Something in JSON, as an API server or a status file says it.
 *
 * @param value what stands there; an empty object where nothing does
 */
record Answer(Object value) {
  /** Reads JSON, which is YAML too. */
  static Answer of(String json) {
    return new Answer(new Load(LoadSettings.builder().build()).loadFromString(json));
  }

  /** A member, members of members behind dots. */
  Answer at(String path) {
    Object found = value;
    for (String key : path.split("\\.", -1)) {
      Object member = found instanceof Map<?, ?> map ? map.get(key) : null;
      found = member == null ? Map.of() : member;
    }
    return new Answer(found);
  }

  /** A text, or number; empty where there is none. */
  String text(String path) {
    Object found = at(path).value;
    return found instanceof Map<?, ?> ? "" : found.toString();
  }

  /** The elements of a list. */
  List<Answer> list(String path) {
    return at(path).value instanceof List<?> list
        ? list.stream().map(element -> new Answer(element)).toList()
        : List.of();
  }

  /** The status of one of its conditions, such as {@code True} of {@code Ready}. */
  String condition(String type) {
    return list("status.conditions").stream()
        .filter(condition -> condition.text("type").equals(type))
        .map(condition -> condition.text("status"))
        .findFirst()
        .orElse("");
  }
}
