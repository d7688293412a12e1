package dev.nodeready.disks;

import java.util.Locale;
import java.util.Optional;

/** What is made of the instance-store disks. */
public enum Strategy {
  /** One array over all of them, which holds as much as all together. */
  RAID0(1),
  /** One array that survives the loss of a disk, and holds half as much. */
  RAID10(4),
  /** A file system on each. */
  MOUNT(1),
  /** Nothing. */
  NONE(0);

  private final int fewest;

  Strategy(int fewest) {
    this.fewest = fewest;
  }

  /** How many disks it takes at least. */
  int fewest() {
    return fewest;
  }

  /** As it stands on the command line, and as mdadm calls the level of an array. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The strategy of this name, in whichever case. */
  public static Optional<Strategy> of(String word) {
    for (Strategy strategy : values()) {
      if (strategy.word().equals(word.toLowerCase(Locale.ROOT))) {
        return Optional.of(strategy);
      }
    }
    return Optional.empty();
  }
}
