package dev.nodeready.cri;

import dev.nodeready.tree.JsonObject;
import dev.nodeready.tree.TextException;
import java.util.Map;

/**
 * What a verbose {@code Status} tells of the runtime's configuration; each field is empty where it
 * tells nothing.
 *
 * @param sandboxImage what containerd 1.x starts pods with; containerd 2.x does not tell
 * @param snapshotter where CRI keeps unpacked images
 * @param root containerd's folder for what survives a restart
 */
public record VerboseConfig(String sandboxImage, String snapshotter, String root) {
  /** Nothing told. */
  public static final VerboseConfig NONE = new VerboseConfig("", "", "");

  private static final String SNAPSHOTTER = "snapshotter";

  /**
   * Reads the JSON text under {@code config} of a verbose status.
   *
   * @return {@link #NONE} when it is not JSON: a runtime may put there what it likes
   */
  static VerboseConfig parse(String json) {
    try {
      Map<String, ?> config = JsonObject.read(json, "config");
      String inner =
          config.get("containerd") instanceof Map<?, ?> map ? text(map, SNAPSHOTTER) : "";
      return new VerboseConfig(
          text(config, "sandboxImage"),
          inner.isEmpty() ? text(config, SNAPSHOTTER) : inner,
          text(config, "containerdRootDir"));
    } catch (TextException e) {
      return NONE;
    }
  }

  private static String text(Map<?, ?> fields, String name) {
    return fields.get(name) instanceof String text ? text : "";
  }
}
