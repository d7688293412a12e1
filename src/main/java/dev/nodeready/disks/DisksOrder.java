package dev.nodeready.disks;

import dev.nodeready.config.NodeConfig.LocalStorage;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What is to be made of the instance-store disks.
 *
 * @param folder below which they are mounted: {@code 0} is the array, {@code 1}, {@code 2} and so
 *     on single disks
 * @param bound folders that come to lie on the array; none with single disks
 */
public record DisksOrder(Strategy strategy, String folder, Set<BoundFolder> bound) {
  /** Where nodeadm's users look for them. */
  public static final String FOLDER = "/mnt/k8s-disks";

  /** With the default folder where none is named. */
  public DisksOrder {
    folder = folder.isEmpty() ? FOLDER : folder.replaceFirst("(?<=.)/+$", "");
    bound = bound.isEmpty() ? Set.of() : Set.copyOf(bound);
  }

  /** What a configuration asks for. */
  public static DisksOrder of(LocalStorage storage) {
    Set<BoundFolder> bound = EnumSet.allOf(BoundFolder.class);
    bound.removeIf(folder -> storage.disabledMounts().contains(folder.mount()));
    Strategy strategy =
        storage.strategy().isEmpty()
            ? Strategy.NONE
            : Strategy.of(storage.strategy()).orElse(Strategy.NONE);
    return new DisksOrder(strategy, storage.mountPath(), bound);
  }

  /** Where the array is mounted. */
  String arrayFolder() {
    return folder + "/0";
  }

  /** The bound folders in the order in which they are moved. */
  List<BoundFolder> folders() {
    List<BoundFolder> folders = new ArrayList<>(bound);
    folders.sort(null);
    return folders;
  }
}
