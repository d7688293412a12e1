package dev.nodeready.kubelet;

import dev.nodeready.config.tree.JsonReader;
import dev.nodeready.config.tree.Notes;
import dev.nodeready.config.tree.Origin;
import dev.nodeready.config.tree.Place;
import dev.nodeready.config.tree.TextException;
import dev.nodeready.config.tree.Value.Obj;
import dev.nodeready.host.Root;
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
      String json = Files.readString(root.at(file));
      return JsonReader.read(json, Place.of(file, file), new Nobody()) instanceof Obj object
              && object.get(key) != null
              && object.plain().get(key) instanceof String text
          ? text
          : "";
    } catch (IOException | TextException e) {
      // kubelet itself tells of a file that it cannot read.
      return "";
    }
  }

  /** What is odd in the files is told where they are checked. */
  private static final class Nobody implements Notes {
    @Override
    public void duplicateKey(String key, Origin second, Origin first) {}

    @Override
    public void furtherDocument(Origin origin) {}
  }
}
