package dev.nodeready.disks;

import dev.nodeready.host.FileStore;
import dev.nodeready.host.RenderedFile;
import dev.nodeready.host.Root;

/**
 * Remembers over a power cut that a file system is being made on a disk that was found blank. What
 * is on it until that is forgotten is mkfs's own: nothing has been mounted. mkfs.ext4 leaves no
 * sign of itself until its end, and a power cut may bring that end to the disk before the rest.
 */
final class Makings {
  private static final String FOLDER = "/var/lib/nodeready/disks/";

  private final FileStore files;

  Makings(Root root) {
    files = new FileStore(root);
  }

  /** Whether that was begun on this disk; one without a serial cannot be known again. */
  boolean begun(BlockDevice disk) {
    return !disk.serial().isEmpty() && files.isSame(note(disk));
  }

  void begin(BlockDevice disk) {
    if (!disk.serial().isEmpty()) {
      files.apply(note(disk));
    }
  }

  void end(BlockDevice disk) {
    if (!disk.serial().isEmpty()) {
      files.remove(note(disk).path());
    }
  }

  private static RenderedFile note(BlockDevice disk) {
    String name = disk.serial().replaceAll("[^A-Za-z0-9._-]", "_");
    String text = "%s %s %d\n".formatted(disk.model(), disk.serial(), disk.bytes());
    return RenderedFile.text(FOLDER + "making-" + name, text);
  }
}
