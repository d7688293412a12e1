package dev.nodeready.cri;

import dev.nodeready.config.toml.TomlException;
import dev.nodeready.config.toml.TomlText;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what matters here out of containerd's configuration, of either schema. */
public final class DumpedConfig {
  private static final String CRI_1 = "io.containerd.grpc.v1.cri";
  private static final String IMAGES_2 = "io.containerd.cri.v1.images";

  private DumpedConfig() {}

  /**
   * Reads a dump.
   *
   * @return {@link VerboseConfig#NONE} when it is not TOML
   */
  public static VerboseConfig parse(String toml) {
    Map<String, @Nullable Object> parsed = table(toml);
    if (parsed.isEmpty()) {
      return VerboseConfig.NONE;
    }
    return new VerboseConfig(
        first(
            text(parsed, "plugins", IMAGES_2, "pinned_images", "sandbox"),
            text(parsed, "plugins", CRI_1, "sandbox_image")),
        first(
            text(parsed, "plugins", IMAGES_2, "snapshotter"),
            text(parsed, "plugins", CRI_1, "containerd", "snapshotter")),
        text(parsed, "root"));
  }

  /**
   * The entry of {@code disabled_plugins} that takes CRI away.
   *
   * @return empty when none does, or when the dump is not TOML
   */
  static String disabledCri(String toml) {
    if (!(table(toml).get("disabled_plugins") instanceof List<?> disabled)) {
      return "";
    }
    for (Object entry : disabled) {
      String name = String.valueOf(entry);
      if (name.equals("cri") || (name.startsWith("io.containerd.") && name.contains(".cri"))) {
        return name;
      }
    }
    return "";
  }

  private static Map<String, @Nullable Object> table(String toml) {
    try {
      return TomlText.parse(toml);
    } catch (TomlException notToml) {
      return Map.of();
    }
  }

  private static String first(String one, String other) {
    return one.isEmpty() ? other : one;
  }

  private static String text(Map<String, @Nullable Object> parsed, String... path) {
    @Nullable Object value = parsed;
    for (String key : path) {
      value = value instanceof Map<?, ?> table ? table.get(key) : null;
    }
    return value instanceof String text ? text : "";
  }
}
