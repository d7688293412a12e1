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
 * @param places folders in which one without the label may be mounted already, as it is when an
 *     earlier run or another program did the same
 */
record FileSystemKind(
    String type, String label, List<String> make, String over, List<String> places) {
  /** The label of volumes; XFS has room for 12 characters. */
  static final String LABEL = "nodeready";

  /**
   * As the images' script makes it: a log stripe unit that XFS takes beside the array's chunks, and
   * no discard, since the disks come discarded.
   */
  static final FileSystemKind STORE =
      new FileSystemKind("xfs", "", List.of("mkfs.xfs", "-K", "-l", "su=8b"), "-f", List.of());

  private static final List<String> XFS = List.of("mkfs.xfs", "-K", "-L", LABEL);

  private static final List<String> EXT4 =
      List.of("mkfs.ext4", "-q", "-E", "nodiscard", "-L", LABEL);

  private static final List<String> MOUNTABLE = List.of("xfs", "ext4");

  /** Of volumes; empty where we make no such one. */
  static Optional<FileSystemKind> ofVolume(String type, List<String> places) {
    return switch (type) {
      case "", "xfs" -> Optional.of(new FileSystemKind("xfs", LABEL, XFS, "-f", places));
      case "ext4" -> Optional.of(new FileSystemKind("ext4", LABEL, EXT4, "-F", places));
      default -> Optional.empty();
    };
  }

  /** Whether one that is there is of our making. */
  boolean isOurs(Contents.FileSystem there) {
    return label.isEmpty() ? there.type().equals(type) : there.label().equals(label);
  }

  /**
   * Whether one that is there is used as it is. That of a volume is whoever made it, as with
   * nodeadm: a volume from a snapshot carries one. Only one that serves another purpose is not.
   *
   * @param users who uses it, as {@link BlockUse} says it
   */
  boolean takes(Contents.FileSystem there, List<String> users) {
    boolean known = label.isEmpty() ? isOurs(there) : MOUNTABLE.contains(there.type());
    boolean free = isOurs(there) || users.stream().allMatch(this::isPlace);
    return known && free && !there.uuid().isEmpty();
  }

  private boolean isPlace(String user) {
    return user.startsWith(BlockUse.mountedAt(Volumes.FOLDER + "/"))
        || places.stream().map(BlockUse::mountedAt).anyMatch(user::equals);
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
