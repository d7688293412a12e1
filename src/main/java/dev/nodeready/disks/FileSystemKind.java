package dev.nodeready.disks;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A kind of file systems of ours.
 *
 * @param type such as {@code xfs}
 * @param label by which one is known again, whatever its type; empty where each of this type is
 *     taken for ours, as on the disks of the instance itself, which nobody else can have filled
 * @param make the words that make one, without the device
 * @param over the option that has it made over what is there
 */
record FileSystemKind(String type, String label, List<String> make, String over) {
  /** The label of volumes; XFS has room for 12 characters. */
  static final String LABEL = "nodeready";

  /**
   * As the images' script makes it: a log stripe unit that XFS takes beside the array's chunks, and
   * no discard, since the disks come discarded.
   */
  static final FileSystemKind STORE =
      new FileSystemKind("xfs", "", List.of("mkfs.xfs", "-K", "-l", "su=8b"), "-f");

  private static final FileSystemKind XFS =
      new FileSystemKind("xfs", LABEL, List.of("mkfs.xfs", "-K", "-L", LABEL), "-f");

  private static final FileSystemKind EXT4 =
      new FileSystemKind(
          "ext4", LABEL, List.of("mkfs.ext4", "-q", "-E", "nodiscard", "-L", LABEL), "-F");

  private static final List<String> MOUNTABLE = List.of("xfs", "ext4");

  /** Of volumes; empty where we make no such one. */
  static Optional<FileSystemKind> ofVolume(String type) {
    return switch (type) {
      case "", "xfs" -> Optional.of(XFS);
      case "ext4" -> Optional.of(EXT4);
      default -> Optional.empty();
    };
  }

  /** Whether one that is there is ours. */
  boolean takes(Contents.FileSystem there) {
    boolean ours =
        label.isEmpty()
            ? there.type().equals(type)
            : there.label().equals(label) && MOUNTABLE.contains(there.type());
    return ours && !there.uuid().isEmpty();
  }

  /** The command. */
  List<String> command(String device, boolean again) {
    List<String> words = new ArrayList<>(make);
    if (again) {
      words.add(over);
    }
    words.add(device);
    return List.copyOf(words);
  }
}
