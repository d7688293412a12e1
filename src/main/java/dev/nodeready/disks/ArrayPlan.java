package dev.nodeready.disks;

import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What has to be done to have the array, by what the disks carry. Nothing is ever made of a disk
 * that carries anything, but for one case: the making of this very array was interrupted, so that
 * it has never held anything.
 */
sealed interface ArrayPlan {
  /** Its name, as the images' script has it. */
  String NAME = "kubernetes";

  /**
   * It is made.
   *
   * @param interrupted disks that carry what is left of an interrupted making, which goes first
   * @param disks all that it is made of
   */
  record Make(List<String> interrupted, List<String> disks) implements ArrayPlan {}

  /**
   * It is there.
   *
   * @param members those of its disks that are there
   * @param notes what people should know of it, such as disks that it has no use for
   */
  record Take(String uuid, List<String> members, boolean degraded, List<String> notes)
      implements ArrayPlan {}

  /** Nothing may be done. */
  record Refuse(Failure failure) implements ArrayPlan {}

  /**
   * Decides.
   *
   * @param making the UUID of an array of ours whose making has begun and not ended; empty for none
   */
  static ArrayPlan of(Strategy strategy, List<Disk> disks, String making) {
    List<Disk> foreign = disks.stream().filter(ArrayPlan::isForeign).toList();
    if (!foreign.isEmpty()) {
      return new Refuse(Foreign.failure(foreign));
    }
    Map<String, List<Disk>> arrays = new TreeMap<>();
    List<String> blank = new ArrayList<>();
    for (Disk disk : disks) {
      if (disk.carried() instanceof Contents.ArrayMember member) {
        arrays.computeIfAbsent(member.uuid(), _ -> new ArrayList<>()).add(disk);
      } else {
        blank.add(disk.device());
      }
    }
    return switch (arrays.size()) {
      case 0 -> make(strategy, List.of(), disks);
      case 1 -> of(strategy, disks, arrays.values().iterator().next(), blank, making);
      default -> new Refuse(Foreign.failure(disks));
    };
  }

  private static ArrayPlan of(
      Strategy strategy, List<Disk> all, List<Disk> members, List<String> blank, String making) {
    List<String> devices = members.stream().map(Disk::device).toList();
    Disk first = members.getFirst();
    String uuid = uuidOf(first);
    if (members.size() < first.of()) {
      return isMemberOf(first, making)
          ? make(strategy, devices, all)
          : incomplete(first, devices, blank);
    }
    List<String> notes = new ArrayList<>();
    if (!blank.isEmpty()) {
      notes.add("the array has no use for " + String.join(", ", blank));
    }
    if (!first.level().equals(strategy.word())) {
      notes.add(
          "the array is " + first.level() + ", as it was made; " + strategy + " is asked for");
    }
    return new Take(uuid, devices, false, notes);
  }

  /** A member that the kernel has already put into its array is in use by that. */
  private static boolean isForeign(Disk disk) {
    return switch (disk.carried()) {
      case Contents.Blank _ -> disk.contents() instanceof Contents.InUse;
      case Contents.ArrayMember member -> !isOurs(member.name());
      case Contents.FileSystem _, Contents.Unfinished _ -> true;
      case Contents.PartitionTable _, Contents.Lvm _, Contents.Other _ -> true;
      case Contents.Unknown _, Contents.InUse _ -> true;
    };
  }

  /** mdadm puts the host in front that made the array, and the images' script has it do so. */
  private static boolean isOurs(String name) {
    return name.substring(name.indexOf(':') + 1).equals(NAME);
  }

  /** Whether a disk is a member of the array of a UUID. */
  static boolean isMemberOf(Disk disk, String uuid) {
    return !uuid.isEmpty() && hex(uuidOf(disk)).equals(hex(uuid));
  }

  private static String uuidOf(Disk member) {
    return member.carried() instanceof Contents.ArrayMember of ? of.uuid() : "";
  }

  /** Tools write UUIDs in groups of different lengths. */
  private static String hex(String uuid) {
    return uuid.replaceAll("[^0-9A-Fa-f]", "").toLowerCase(Locale.ROOT);
  }

  private static ArrayPlan make(Strategy strategy, List<String> interrupted, List<Disk> disks) {
    if (disks.size() < strategy.fewest()) {
      return new Refuse(
          Failure.permanent(
              Code.HOST_DISKS_TOO_FEW,
              "make an array of " + strategy,
              "it takes %d disks, and there are %d: %s"
                  .formatted(strategy.fewest(), disks.size(), names(disks))));
    }
    return new Make(interrupted, disks.stream().map(Disk::device).toList());
  }

  /** Mirrors do with fewer disks; in any other array each disk has a part of everything. */
  private static ArrayPlan incomplete(Disk array, List<String> members, List<String> blank) {
    String lacks =
        "it was made of %d disks, and only %s %s there"
            .formatted(array.of(), String.join(", ", members), members.size() == 1 ? "is" : "are");
    if (array.level().equals("raid10")) {
      List<String> notes = new ArrayList<>(List.of("the array is degraded: " + lacks));
      if (!blank.isEmpty()) {
        notes.add("blank, and part of no array: " + String.join(", ", blank));
      }
      return new Take(uuidOf(array), members, true, notes);
    }
    return new Refuse(
        Failure.passing(
            Code.HOST_DISKS_ARRAY_INCOMPLETE,
            "take the array " + NAME + " again",
            lacks,
            Code.HOST_DISKS_ARRAY_INCOMPLETE.remedy("DISKS", String.join(" ", members))));
  }

  private static String names(List<Disk> disks) {
    return disks.stream().map(Disk::device).collect(Collectors.joining(", "));
  }
}
