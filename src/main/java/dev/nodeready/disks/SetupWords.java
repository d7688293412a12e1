package dev.nodeready.disks;

import dev.nodeready.catalogue.Code;
import dev.nodeready.config.NodeConfig.Instance;
import dev.nodeready.config.NodeConfig.LocalStorage;
import dev.nodeready.config.NodeConfig.Volume;
import dev.nodeready.failure.Failure;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The arguments of {@code setup-local-disks}, which say what is to be made of the disks, with those
 * of volumes beside them, which no script has.
 */
public final class SetupWords {
  /** Ours alone: a volume, in the form of {@link VolumeOrder#word}. */
  public static final String VOLUME = "--volume";

  /** Ours alone: that it is for us, also where the image has a script for it. */
  public static final String OURS = "--ours";

  private SetupWords() {}

  /** Those of a configuration; empty where nothing is to be done. */
  public static List<String> of(Instance instance) {
    List<String> words = new ArrayList<>(of(instance.localStorage()));
    for (Volume volume : instance.volumes()) {
      words.addAll(List.of(VOLUME, VolumeOrder.of(volume).word()));
    }
    return List.copyOf(words);
  }

  private static List<String> of(LocalStorage storage) {
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

  /** Those of an order by hand, which goes to us alone. */
  public static List<String> of(DisksOrder order, List<VolumeOrder> volumes) {
    List<String> words =
        new ArrayList<>(List.of(OURS, order.strategy().word(), "--dir", order.folder()));
    for (BoundFolder folder : BoundFolder.values()) {
      if (!order.bound().contains(folder)) {
        words.add(folder.option());
      }
    }
    volumes.forEach(volume -> words.addAll(List.of(VOLUME, volume.word())));
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

  /**
   * The volumes among them.
   *
   * @throws dev.nodeready.failure.FailureException with code {@code HOST_VOLUME_UNUSABLE} where one
   *     is of no known form
   */
  static List<VolumeOrder> volumes(List<String> words) {
    List<VolumeOrder> volumes = new ArrayList<>();
    for (int at = 1; at < words.size(); at++) {
      if (words.get(at - 1).equals(VOLUME)) {
        String word = words.get(at);
        volumes.add(VolumeOrder.parse(word).orElseThrow(() -> Volumes.noOrder(word).asException()));
      }
    }
    return List.copyOf(volumes);
  }

  /** Those that are the script's too. */
  static List<String> withoutVolumes(List<String> words) {
    List<String> others = new ArrayList<>();
    for (int at = 0; at < words.size(); at++) {
      boolean order = at > 0 && words.get(at - 1).equals(VOLUME);
      if (!order && !words.get(at).equals(VOLUME) && !words.get(at).equals(OURS)) {
        others.add(words.get(at));
      }
    }
    return List.copyOf(others);
  }

  private static Failure unknown(String word) {
    return Failure.permanent(
        Code.HOST_LOCAL_DISKS_FAILED,
        "set up the instance-store disks",
        "\"" + word + "\" is neither a strategy nor an option",
        "see what there is: nodeready disks --help");
  }
}
