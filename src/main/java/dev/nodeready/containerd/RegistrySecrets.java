package dev.nodeready.containerd;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds registry passwords in a configuration. */
final class RegistrySecrets {
  private static final Set<String> KEYS = Set.of("password", "auth", "identitytoken");

  private RegistrySecrets() {}

  static boolean in(Map<String, ? extends @Nullable Object> tree) {
    for (Map.Entry<String, ? extends @Nullable Object> entry : tree.entrySet()) {
      Object value = entry.getValue();
      boolean secret = value instanceof String text && !text.isEmpty();
      if ((secret && KEYS.contains(entry.getKey())) || inside(value)) {
        return true;
      }
    }
    return false;
  }

  private static boolean inside(@Nullable Object value) {
    return switch (value) {
      case Map<?, ?> map -> in(Tree.asTable(map));
      case List<?> list -> list.stream().anyMatch(RegistrySecrets::inside);
      case null, default -> false;
    };
  }
}
