package dev.nodeready.kubelet;

import dev.nodeready.host.Root;
import dev.nodeready.tree.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;

/** What our configuration files of kubelet say, as they lie on the machine. */
public final class KubeletSettings {
  private static final List<String> FILES = List.of(KubeletPaths.DROP_IN, KubeletPaths.CONFIG);

  private KubeletSettings() {}

  /** A setting that is a text; empty where neither the user's file nor the generated one has it. */
  public static String text(Root root, String key) {
    for (String file : FILES) {
      String text = text(root, file, key);
      if (!text.isEmpty()) {
        return text;
      }
    }
    return "";
  }

  private static String text(Root root, String file, String key) {
    try {
      return JsonObject.read(Files.readString(root.at(file)), file).get(key) instanceof String text
          ? text
          : "";
    } catch (IOException e) {
      // kubelet itself tells of a file that it cannot read.
      return "";
    }
  }
}
