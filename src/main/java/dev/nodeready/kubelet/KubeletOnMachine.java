package dev.nodeready.kubelet;

import dev.nodeready.config.kubelet.KubeletSettings;
import dev.nodeready.host.Root;
import dev.nodeready.tree.Notes;
import dev.nodeready.tree.Place;
import dev.nodeready.tree.Value.Obj;
import dev.nodeready.tree.YamlReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What kubelet's files on a machine say, read as kubelet reads them; all below the root. */
public final class KubeletOnMachine {
  /** More is no configuration of kubelet. */
  private static final long MOST = 1 << 20;

  private KubeletOnMachine() {}

  /** What a kubelet that starts now goes by; files that cannot be read count as empty. */
  public static KubeletSettings settings(Root root, String version) {
    List<String> words = words(root);
    List<Map<String, @Nullable Object>> files = new ArrayList<>();
    files.add(object(root.at(KubeletPaths.CONFIG)));
    if (readsDropIns(words)) {
      dropIns(root).stream().filter(KubeletOnMachine::isRead).forEach(f -> files.add(object(f)));
    }
    return KubeletSettings.of(files, words, version);
  }

  /** Whether kubelet reads drop-ins beside the one that is rendered. */
  public static boolean hasOthersDropIns(Root root) {
    Path own = root.at(KubeletPaths.DROP_IN);
    return dropIns(root).stream().anyMatch(file -> isRead(file) && !file.equals(own));
  }

  static List<String> words(Root root) {
    try {
      return KubeletArguments.of(Files.readString(root.at(KubeletArguments.FILE)));
    } catch (IOException e) {
      return List.of();
    }
  }

  static boolean readsDropIns(List<String> words) {
    return words.stream().anyMatch(word -> word.startsWith("--config-dir"));
  }

  /** kubelet passes over files with other names. */
  static boolean isRead(Path file) {
    return file.getFileName().toString().endsWith(".conf");
  }

  /** All files in the folder of drop-ins and below it, in kubelet's order. */
  static List<Path> dropIns(Root root) {
    Path folder = root.at(KubeletPaths.CONFIG_DIR);
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder, 4)) {
      return files.filter(Files::isRegularFile).sorted().limit(1000).toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  /** The object in a file of YAML or JSON; empty where there is none. */
  static Map<String, @Nullable Object> object(Path file) {
    try {
      if (Files.size(file) > MOST) {
        return Map.of();
      }
      Place place = Place.of(file.toString(), file.toString());
      return YamlReader.read(Files.readString(file), place, Notes.NONE) instanceof Obj object
          ? object.plain()
          : Map.of();
    } catch (IOException e) {
      return Map.of();
    }
  }
}
