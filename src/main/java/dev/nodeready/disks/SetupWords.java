package dev.nodeready.disks;

import dev.nodeready.catalogue.Code;
import dev.nodeready.config.NodeConfig.LocalStorage;
import dev.nodeready.failure.Failure;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The arguments of {@code setup-local-disks}, which say what is to be made of the disks. */
public final class SetupWords {
  private SetupWords() {}

  /** Those of a configuration; empty where nothing is to be done. */
  public static List<String> of(LocalStorage storage) {
    if (storage.strategy().isEmpty()) {
      return List.of();
    }
    List<String> words = new ArrayList<>();
    words.add(storage.strategy().toLowerCase(Locale.ROOT));
    if (!storage.mountPath().isEmpty()) {
      words.add("--dir");
      words.add(storage.mountPath());
    }
    for (String mount : storage.disabledMounts()) {
      for (BoundFolder folder : BoundFolder.values()) {
        if (folder.mount().equals(mount) && !mount.isEmpty()) {
          words.add(folder.option());
        }
      }
    }
    return List.copyOf(words);
  }

  /**
   * What they ask for.
   *
   * @throws dev.nodeready.failure.FailureException with code {@code HOST_LOCAL_DISKS_FAILED} where
   *     one is not known
   */
  static DisksOrder order(List<String> words) {
    Strategy strategy = Strategy.NONE;
    String folder = "";
    Set<BoundFolder> bound = EnumSet.allOf(BoundFolder.class);
    for (Iterator<String> all = words.iterator(); all.hasNext(); ) {
      String word = all.next();
      if (word.equals("--dir") && all.hasNext()) {
        folder = all.next();
      } else if (!bound.removeIf(it -> it.option().equals(word))) {
        strategy = Strategy.of(word).orElseThrow(() -> unknown(word).asException());
      }
    }
    return new DisksOrder(strategy, folder, bound);
  }

  private static Failure unknown(String word) {
    return Failure.permanent(
        Code.HOST_LOCAL_DISKS_FAILED,
        "set up the instance-store disks",
        "\"" + word + "\" is neither a strategy nor an option",
        "see what there is: nodeready disks --help");
  }
}
