package dev.nodeready.disks;

import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import java.util.List;
import java.util.stream.Collectors;

/** Says what is found on disks that are not ours to format. */
final class Foreign {
  private Foreign() {}

  static Failure failure(List<Disk> disks) {
    String names = disks.stream().map(Disk::device).collect(Collectors.joining(" "));
    return Failure.permanent(
        Code.HOST_DISKS_FOREIGN,
        "make use of " + names,
        disks.stream().map(Disk::words).collect(Collectors.joining("; ")),
        Code.HOST_DISKS_FOREIGN.remedy("DISKS", names));
  }
}
