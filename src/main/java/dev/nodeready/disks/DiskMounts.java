package dev.nodeready.disks;

import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import dev.nodeready.failure.FailureException;
import dev.nodeready.host.Folders;
import dev.nodeready.host.Root;
import java.util.Optional;

/** Has file systems mounted, now and at each boot. */
final class DiskMounts {
  private final Root root;
  private final DiskLook look;
  private final MountUnits units;

  DiskMounts(Root root, Tools tools) {
    this.root = root;
    look = new DiskLook(root, tools);
    units = new MountUnits(root, tools);
  }

  /**
   * Has a device mounted by a unit.
   *
   * @param where the unit's folder
   * @throws FailureException when something else is there, or it cannot be mounted
   */
  void have(String device, MountUnit unit, String where, Report report)
      throws InterruptedException {
    String number = look.block(device).number();
    if (isShown(number, where)) {
      report.is(device + " is mounted at " + where);
      units.enable(unit);
      return;
    }
    Folders.make(root.at(where));
    units.enable(unit);
    units.start(unit);
    if (!isShown(number, where)) {
      throw notShown(unit, device, where).asException();
    }
    report.did("mounted " + device + " at " + where);
  }

  /**
   * Whether the device is what is mounted there.
   *
   * @throws FailureException where something else is
   */
  private boolean isShown(String number, String where) {
    Optional<MountTable.Entry> entry = MountTable.read().at(root.at(where).toString());
    if (entry.isPresent() && !entry.get().device().equals(number)) {
      throw Failure.permanent(
              Code.HOST_DISKS_PLACE_TAKEN,
              "mount a disk at " + where,
              entry.get().source() + " is mounted there")
          .asException();
    }
    return entry.isPresent();
  }

  private static Failure notShown(MountUnit unit, String device, String where) {
    return Failure.passing(
        Code.HOST_DISKS_MOUNT_FAILED,
        "mount " + device + " at " + where,
        "systemd started " + unit.name() + ", and the disk is not there",
        Code.HOST_DISKS_MOUNT_FAILED.remedy("UNIT", unit.name()));
  }
}
