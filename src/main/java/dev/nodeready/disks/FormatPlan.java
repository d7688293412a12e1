package dev.nodeready.disks;

import dev.nodeready.failure.Failure;
import java.util.List;

/** What has to be done to have a file system on a device, by what it carries. */
sealed interface FormatPlan {
  /**
   * It is made.
   *
   * @param again over one whose making was interrupted, which has never held anything
   */
  record Make(boolean again) implements FormatPlan {}

  /** It is there. */
  record Take(String type, String uuid) implements FormatPlan {}

  /** Nothing may be done. */
  record Refuse(Failure failure) implements FormatPlan {}

  static FormatPlan of(Disk disk, FileSystemKind kind) {
    return switch (disk.contents()) {
      case Contents.Blank _ -> new Make(false);
      case Contents.Unfinished _ -> new Make(true);
      case Contents.FileSystem of -> taken(disk, of, kind, List.of());
      case Contents.InUse use ->
          use.carried() instanceof Contents.FileSystem of
              ? taken(disk, of, kind, use.users())
              : refuse(disk);
      case Contents.PartitionTable _, Contents.ArrayMember _, Contents.Lvm _ -> refuse(disk);
      case Contents.Other _, Contents.Unknown _ -> refuse(disk);
    };
  }

  private static FormatPlan taken(
      Disk disk, Contents.FileSystem of, FileSystemKind kind, List<String> users) {
    return kind.takes(of, users) ? new Take(of.type(), of.uuid()) : refuse(disk);
  }

  private static FormatPlan refuse(Disk disk) {
    return new Refuse(Foreign.failure(List.of(disk)));
  }
}
