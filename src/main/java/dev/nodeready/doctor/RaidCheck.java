package dev.nodeready.doctor;

import dev.nodeready.catalogue.Code;
import dev.nodeready.doctor.Check.Need;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Arrays of local disks, by {@code /proc/mdstat}: an underscore stands for a missing member, and a
 * line of its own tells how far the others are copied to a new one.
 */
final class RaidCheck {
  private static final String FILE = "/proc/mdstat";

  private RaidCheck() {}

  static Check check() {
    return new Check(
        "arrays of local disks",
        Set.of(Code.HOST_RAID_DEGRADED, Code.HOST_RAID_REBUILDING),
        Need.NOTHING,
        RaidCheck::look);
  }

  private static Looked look(Patient patient) {
    return Looked.found(judged(patient.lines(FILE)));
  }

  /** Judges the lines of {@code /proc/mdstat}; a machine without arrays may have no such file. */
  static List<Finding> judged(List<String> lines) {
    List<Finding> found = new ArrayList<>();
    String array = "";
    for (int at = 0; at < lines.size(); at++) {
      String line = lines.get(at);
      if (line.matches("md\\S+ : .*")) {
        array = line.substring(0, line.indexOf(' '));
      }
      Evidence evidence = Evidence.of(FILE + ":" + (at + 1), line);
      if (line.matches("md\\S+ : inactive .*") || line.matches(".*\\[[U_]*_[U_]*]\\s*")) {
        String what = "the array /dev/" + array + " lacks a member, or does not run";
        found.add(Finding.warning(Code.HOST_RAID_DEGRADED, Confidence.SEEN, what, evidence));
      } else if (line.matches(".*\\b(recovery|resync|reshape) *= *.*")) {
        String what =
            "the array /dev/" + array + " is at work on its members, and slower till then";
        found.add(Finding.warning(Code.HOST_RAID_REBUILDING, Confidence.SEEN, what, evidence));
      }
    }
    return found;
  }
}
