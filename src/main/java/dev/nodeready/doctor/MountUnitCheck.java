package dev.nodeready.doctor;

import dev.nodeready.catalogue.Code;
import dev.nodeready.disks.BlockDevice;
import dev.nodeready.disks.BlockDevices;
import dev.nodeready.disks.MountTable;
import dev.nodeready.disks.MountUnit;
import dev.nodeready.doctor.Check.Need;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Whether what the machine's mount units bring back at each boot is mounted, and is what they name:
 * disks of the instance, volumes, and the folders on them.
 */
final class MountUnitCheck {
  private static final String UNITS = "/etc/systemd/system/";
  private static final String ENABLED = UNITS + "multi-user.target.wants";
  private static final String MOUNTS = MountTable.PATH;
  private static final int MOST = 256;

  private MountUnitCheck() {}

  static Check check() {
    return new Check(
        "mounts of disks and volumes",
        Set.of(Code.HOST_MOUNT_MISSING, Code.HOST_MOUNT_OTHER),
        Need.NOTHING,
        MountUnitCheck::look);
  }

  private static Looked look(Patient patient) throws IOException {
    if (!patient.has(MOUNTS)) {
      return Looked.not("there is no " + MOUNTS);
    }
    MountTable table = MountTable.of(patient.root());
    List<Finding> found = new ArrayList<>();
    for (String name : enabled(patient)) {
      Unit unit = Unit.of(name, patient.lines(UNITS + name));
      Optional<BlockDevice> disk = disk(unit, patient);
      judged(unit, table.at(unit.where()), disk).ifPresent(found::add);
    }
    return Looked.found(found);
  }

  /** What a unit says of its mount; a line that is missing is an empty text. */
  record Unit(String name, String what, String where, String type) {
    static Unit of(String name, List<String> lines) {
      return new Unit(name, value(lines, "What="), value(lines, "Where="), value(lines, "Type="));
    }

    private static String value(List<String> lines, String key) {
      return lines.stream()
          .filter(line -> line.startsWith(key))
          .map(line -> line.substring(key.length()).strip().replace("%%", "%"))
          .findFirst()
          .orElse("");
    }
  }

  /** Judges one unit by what is mounted in its folder, and the disk that it names. */
  static Optional<Finding> judged(
      Unit unit, Optional<MountTable.Entry> shown, Optional<BlockDevice> disk) {
    if (unit.where().isEmpty()) {
      return Optional.empty();
    }
    if (shown.isEmpty()) {
      String lost =
          disk.isEmpty() && !MountUnit.uuidOf(unit.what()).isEmpty() ? ", and no disk has it" : "";
      return Optional.of(
          finding(
              Code.HOST_MOUNT_MISSING,
              unit,
              unit.where() + " is not mounted",
              unit.what() + " belongs there" + lost));
    }
    MountTable.Entry entry = shown.get();
    boolean otherType = unit.type().matches("xfs|ext[234]") && !entry.type().equals(unit.type());
    boolean otherDisk = disk.isPresent() && !disk.get().number().equals(entry.device());
    return otherType || otherDisk
        ? Optional.of(
            finding(
                Code.HOST_MOUNT_OTHER,
                unit,
                unit.where() + " shows another file system than its unit names",
                "%s (%s) is mounted, and %s (%s) belongs there"
                    .formatted(entry.source(), entry.type(), unit.what(), unit.type())))
        : Optional.empty();
  }

  private static Finding finding(Code code, Unit unit, String what, String evidence) {
    return Finding.warning(code, Confidence.SEEN, what, Evidence.of(UNITS + unit.name(), evidence))
        .mendedBy(code.remedy("UNIT", unit.name()));
  }

  private static Optional<BlockDevice> disk(Unit unit, Patient patient) {
    String uuid = MountUnit.uuidOf(unit.what());
    return uuid.isEmpty()
        ? Optional.empty()
        : new BlockDevices(patient.root()).at(MountUnit.what(uuid));
  }

  private static Set<String> enabled(Patient patient) throws IOException {
    Set<String> names = new TreeSet<>();
    Path folder = patient.root().at(ENABLED);
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> links = Files.newDirectoryStream(folder, "*.mount")) {
        for (Path link : links) {
          if (names.size() < MOST) {
            names.add(link.getFileName().toString());
          }
        }
      }
    }
    return names;
  }
}
