package dev.nodeready.config;

import dev.nodeready.config.schema.Field;
import dev.nodeready.config.schema.Schema;
import dev.nodeready.config.schema.Type.Struct;
import org.jspecify.annotations.Nullable;

/** Guesses which field was meant by a name that is not known where it stands. */
final class FieldGuess {
  private FieldGuess() {}

  /** The path of the field that was meant, or null where nothing is near. */
  static @Nullable String meant(String key, String parent, Struct type) {
    String near = Suggest.closest(key, type.fields().stream().map(Field::name).toList());
    if (near != null) {
      return Paths.member(parent, near);
    }
    return elsewhere(key, Schema.DOCUMENT, "");
  }

  /** A field of that name, case aside, that belongs somewhere else. */
  private static @Nullable String elsewhere(String key, Struct type, String path) {
    for (Field field : type.fields()) {
      String at = Paths.member(path, field.name());
      if (field.name().equalsIgnoreCase(key)) {
        return at;
      }
      String below = field.type() instanceof Struct struct ? elsewhere(key, struct, at) : null;
      if (below != null) {
        return below;
      }
    }
    return null;
  }
}
