package dev.nodeready.config;

import dev.nodeready.config.json.Json;
import dev.nodeready.config.schema.Field;
import dev.nodeready.config.schema.Schema;
import dev.nodeready.config.schema.Type.Struct;
import dev.nodeready.tree.Origin;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one field says, whence, and what it is for.
 *
 * @param path of the field
 * @param value as JSON in one line, or null where the default holds
 * @param origin where it was written, or null where it was written nowhere
 * @param fallback what holds where nothing is written
 * @param text what the field is for
 */
public record Explanation(
    String path, @Nullable String value, @Nullable Origin origin, String fallback, String text) {
  /**
   * Every field at or below a path, in the order of the model.
   *
   * @param path such as {@code spec.cluster}; empty for all; may lead into a free-form object
   * @return empty where no field has that path
   */
  public static List<Explanation> of(ResolvedConfig resolved, String path) {
    Map<String, @Nullable Object> document = new LinkedHashMap<>();
    document.put("spec", ConfigJson.spec(resolved.config()));
    List<Explanation> all = new ArrayList<>();
    collect(Schema.DOCUMENT, document, "", path, resolved.origins(), all);
    return all;
  }

  /** Every path that a field or a group of fields has. */
  public static Set<String> paths() {
    Set<String> paths = new LinkedHashSet<>();
    for (Explanation field : of(ResolvedConfig.EMPTY, "")) {
      String path = field.path();
      for (int dot = path.indexOf('.'); dot > 0; dot = path.indexOf('.', dot + 1)) {
        paths.add(path.substring(0, dot));
      }
      paths.add(path);
    }
    return paths;
  }

  private static void collect(
      Struct struct,
      @Nullable Object seen,
      String parent,
      String wanted,
      Origins origins,
      List<Explanation> all) {
    for (Field field : struct.fields()) {
      String path = Paths.member(parent, field.name());
      Object value = member(seen, field.name());
      boolean below = isAtOrBelow(path, wanted);
      if (field.type() instanceof Struct inner) {
        if (below || isAtOrBelow(wanted, path)) {
          collect(inner, value, path, wanted, origins, all);
        }
      } else if (below && !parent.isEmpty()) {
        all.add(explain(field, path, value, origins));
      } else if (isAtOrBelow(wanted, path)) {
        all.add(explain(field, wanted, inside(value, path, wanted), origins));
      }
    }
  }

  /** Whether the path is the other one, or lies in what that one holds. */
  private static boolean isAtOrBelow(String path, String other) {
    return other.isEmpty()
        || path.equals(other)
        || path.startsWith(other + ".")
        || path.startsWith(other + "[");
  }

  private static Explanation explain(
      Field field, String path, @Nullable Object value, Origins origins) {
    boolean secret = path.startsWith(Schema.ENVIRONMENT) || path.equals(Schema.TOKEN);
    return new Explanation(
        path,
        value == null ? null : Json.compact(secret ? hidden(value) : value),
        origins.at(path),
        field.fallback(),
        field.text());
  }

  /** The names of variables without what they hold. */
  private static Object hidden(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> names = new LinkedHashMap<>();
      map.forEach((name, inner) -> names.put((String) name, hidden(inner)));
      return names;
    }
    return "(hidden)";
  }

  private static @Nullable Object inside(@Nullable Object value, String path, String wanted) {
    if (value == null || path.length() >= wanted.length()) {
      return value;
    }
    if (value instanceof Map<?, ?> map) {
      for (Object key : map.keySet()) {
        String at = Paths.member(path, (String) key);
        if (isAtOrBelow(wanted, at)) {
          return inside(map.get(key), at, wanted);
        }
      }
    }
    if (value instanceof List<?> list) {
      for (int index = 0; index < list.size(); index++) {
        String at = Paths.item(path, index);
        if (isAtOrBelow(wanted, at)) {
          return inside(list.get(index), at, wanted);
        }
      }
    }
    return null;
  }

  private static @Nullable Object member(@Nullable Object seen, String name) {
    return seen instanceof Map<?, ?> map ? map.get(name) : null;
  }
}
