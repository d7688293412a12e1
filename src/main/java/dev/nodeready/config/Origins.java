package dev.nodeready.config;

import dev.nodeready.tree.Origin;
import dev.nodeready.tree.Value;
import dev.nodeready.tree.Value.Arr;
import dev.nodeready.tree.Value.Obj;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where each value of a configuration was written. */
public final class Origins {
  /** Those of a configuration that was written nowhere. */
  public static final Origins NONE = new Origins(Map.of());

  private final Map<String, Origin> byPath;

  private Origins(Map<String, Origin> byPath) {
    this.byPath = byPath;
  }

  static Origins of(Obj document) {
    Map<String, Origin> byPath = new LinkedHashMap<>();
    collect(document, "", byPath);
    return new Origins(byPath);
  }

  /** Where the value at the path was written, or null where nothing is written there. */
  public @Nullable Origin at(String path) {
    return byPath.get(path);
  }

  /**
   * The same, and for what is missing that of the nearest object or list around it; null where that
   * is the whole document.
   */
  public @Nullable Origin nearest(String path) {
    String at = path;
    while (!at.isEmpty() && !byPath.containsKey(at)) {
      at = Paths.parent(at);
    }
    return byPath.get(at);
  }

  /** Each written path, objects and lists included, with its origin. */
  public Map<String, Origin> all() {
    return byPath;
  }

  private static void collect(Value value, String path, Map<String, Origin> byPath) {
    switch (value) {
      case Obj obj ->
          obj.members()
              .forEach((key, member) -> {
                String at = Paths.member(path, key);
                byPath.put(at, member.key());
                collect(member.value(), at, byPath);
              });
      case Arr arr -> {
        for (int index = 0; index < arr.items().size(); index++) {
          String at = Paths.item(path, index);
          byPath.put(at, arr.items().get(index).origin());
          collect(arr.items().get(index), at, byPath);
        }
      }
      case Value.Scalar _ -> {}
    }
  }
}
