package dev.nodeready.disks;

import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import dev.nodeready.failure.FailureException;
import dev.nodeready.host.Commands;
import dev.nodeready.host.Folders;
import dev.nodeready.host.Root;
import dev.nodeready.retry.Time;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Sets up the instance-store disks. Each step looks at what is there and does what lacks, so that a
 * run which was killed anywhere is finished by the next one; the decisions are in {@link
 * ArrayPlan}, {@link FormatPlan} and {@link MovePlan}.
 */
public final class LocalDisks {
  /** More disks than any instance has. */
  private static final int MOST = 64;

  private final Root root;
  private final StoreDisks disks;
  private final Array array;
  private final FileSystems fileSystems;
  private final DiskLook look;
  private final MountUnits units;
  private final Moves moves;

  LocalDisks(Root root, Tools tools, Time time) {
    this.root = root;
    disks = new StoreDisks(root, tools, time);
    array = new Array(root, tools);
    fileSystems = new FileSystems(root, tools);
    look = new DiskLook(root, tools);
    units = new MountUnits(root, tools);
    moves = new Moves(root, tools, time);
  }

  /** Those of this machine. */
  public static LocalDisks of(Commands commands, Time time) {
    return new LocalDisks(Root.MACHINE, new Tools(commands), time);
  }

  /**
   * Sets them up.
   *
   * @return what was done, and what needs a look
   * @throws FailureException when that cannot be; no content is lost
   * @throws InterruptedException when the work is being stopped; the next run finishes it
   */
  public Report setUp(DisksOrder order) throws InterruptedException {
    Report report = new Report();
    if (order.strategy() == Strategy.NONE) {
      report.is("nothing is to be done");
      return report;
    }
    StoreDisks.Found found = disks.await();
    if (found.devices().isEmpty() && found.promised() == 0) {
      report.is("this machine has no instance-store disks, so nothing is to be done");
      return report;
    }
    if (found.devices().size() < found.promised()) {
      report.needsALook(StoreDisks.missing(found));
    }
    if (!found.devices().isEmpty()) {
      switch (order.strategy()) {
        case RAID0, RAID10 -> array(order, found.devices(), report);
        case MOUNT -> single(order, found.devices(), report);
        case NONE -> {}
      }
    }
    return report;
  }

  private void array(DisksOrder order, List<String> devices, Report report)
      throws InterruptedException {
    String device = array.have(order.strategy(), devices, report);
    String uuid = fileSystems.have(device, report);
    array.isWhole();
    String on = order.arrayFolder();
    String level = order.strategy().name();
    mount(device, uuid, on, "Mount EC2 Instance Store NVMe disk " + level, report);
    report.add(
        moves.carryOut(
            order.folders().stream()
                .map(folder -> new Moves.Move(folder.path(), on, folder.base()))
                .toList()));
  }

  private void single(DisksOrder order, List<String> devices, Report report)
      throws InterruptedException {
    List<String> uuids = new ArrayList<>();
    for (String device : devices) {
      uuids.add(
          switch (FormatPlan.of(look.at(device))) {
            case FormatPlan.Take take -> take.uuid();
            case FormatPlan.Make _ -> "";
            // Before any disk is formatted: all or none.
            case FormatPlan.Refuse refuse -> throw refuse.failure().asException();
          });
    }
    List<Integer> numbers = Numbers.of(uuids, before(order));
    for (int at = 0; at < devices.size(); at++) {
      String uuid = fileSystems.have(devices.get(at), report);
      String where = order.folder() + "/" + numbers.get(at);
      String what = "Mount EC2 Instance Store NVMe disk " + numbers.get(at);
      mount(devices.get(at), uuid, where, what, report);
    }
  }

  /** By the units that an earlier run has written. */
  private Map<Integer, String> before(DisksOrder order) {
    Map<Integer, String> before = new TreeMap<>();
    for (int number = 1; number <= MOST; number++) {
      String what = units.whatFor(order.folder() + "/" + number);
      if (what.startsWith("UUID=")) {
        before.put(number, what.substring("UUID=".length()));
      }
    }
    return before;
  }

  private void mount(String device, String uuid, String where, String description, Report report)
      throws InterruptedException {
    String number = look.block(device).number();
    if (isShown(number, where)) {
      report.is(device + " is mounted at " + where);
      units.enable(MountUnit.disk(uuid, where, description));
      return;
    }
    MountUnit unit = MountUnit.disk(uuid, where, description);
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
