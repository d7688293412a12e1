package dev.nodeready.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How free-form objects are merged: objects key by key, everything else replaced by the later
 * value, even if that is empty, false, an empty list or null. An empty object over an object
 * changes nothing.
 *
 * <p>The merge is associative as long as no value that is not an object replaces an object.
 */
public final class DeepMerge {
  private DeepMerge() {}

  /** The earlier object with what the later one says; neither is changed. */
  public static Map<String, @Nullable Object> merge(
      Map<String, ? extends @Nullable Object> earlier,
      Map<String, ? extends @Nullable Object> later) {
    Map<String, @Nullable Object> merged = new LinkedHashMap<>(earlier);
    later.forEach((key, value) -> merged.put(key, value(merged.get(key), value)));
    return Collections.unmodifiableMap(merged);
  }

  @SuppressWarnings("unchecked") // objects have text keys by construction
  private static @Nullable Object value(@Nullable Object earlier, @Nullable Object later) {
    if (earlier instanceof Map<?, ?> one && later instanceof Map<?, ?> other) {
      return merge(
          (Map<String, ? extends @Nullable Object>) one,
          (Map<String, ? extends @Nullable Object>) other);
    }
    return later;
  }
}
