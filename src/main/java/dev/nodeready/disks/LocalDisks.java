package dev.nodeready.disks;

import dev.nodeready.failure.FailureException;
import dev.nodeready.host.Commands;
import dev.nodeready.host.Root;
import dev.nodeready.retry.Time;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Sets up the instance-store disks. Each step looks at what is there and does what lacks, so that a
 * run which was killed anywhere is finished by the next one; the decisions are in {@link
 * ArrayPlan}, {@link FormatPlan} and {@link MovePlan}.
 */
public final class LocalDisks {
  private static final String NOTHING = "nothing is to be done";
  private static final String NO_DISKS =
      "this machine has no instance-store disks, so nothing is to be done";

  /** More disks than any instance has. */
  private static final int MOST = 64;

  private final StoreDisks disks;
  private final Array array;
  private final FileSystems fileSystems;
  private final DiskMounts mounts;
  private final MountUnits units;
  private final Moves moves;

  LocalDisks(Root root, Tools tools, Time time) {
    disks = new StoreDisks(root, tools, time);
    array = new Array(root, tools);
    fileSystems = new FileSystems(root, tools);
    mounts = new DiskMounts(root, tools);
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
      report.is(NOTHING);
      return report;
    }
    StoreDisks.Found found = disks.await();
    if (found.devices().isEmpty() && found.promised() == 0) {
      report.is(NO_DISKS);
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

  /**
   * What {@link #setUp} would do; changes nothing.
   *
   * @return lines for people
   * @throws FailureException as {@link #setUp}
   */
  public List<String> plan(DisksOrder order) throws InterruptedException {
    if (order.strategy() == Strategy.NONE) {
      return List.of(NOTHING);
    }
    StoreDisks.Found found = disks.await();
    List<String> devices = found.devices();
    if (devices.isEmpty()) {
      return List.of(found.promised() == 0 ? NO_DISKS : StoreDisks.missing(found).toLine());
    }
    List<String> lines = new ArrayList<>();
    if (order.strategy() == Strategy.MOUNT) {
      for (String device : devices) {
        lines.add(said(device, fileSystems.plan(device, FileSystemKind.STORE)));
      }
      return lines;
    }
    lines.add(said(order.strategy(), array.plan(order.strategy(), devices)));
    for (BoundFolder folder : order.folders()) {
      lines.add(moves.said(folder.path()));
    }
    return lines;
  }

  private static String said(Strategy strategy, ArrayPlan plan) {
    return switch (plan) {
      case ArrayPlan.Make make ->
          "an array (%s) is made of %s".formatted(strategy.word(), String.join(", ", make.disks()));
      case ArrayPlan.Take take ->
          "the array of %s is taken again".formatted(String.join(", ", take.members()));
      case ArrayPlan.Refuse refuse -> throw refuse.failure().asException();
    };
  }

  private static String said(String device, FormatPlan plan) {
    return switch (plan) {
      case FormatPlan.Make _ -> "an XFS file system is made on " + device;
      case FormatPlan.Take take ->
          "the file system on " + device + " is taken again: " + take.uuid();
      case FormatPlan.Refuse refuse -> throw refuse.failure().asException();
    };
  }

  private void array(DisksOrder order, List<String> devices, Report report)
      throws InterruptedException {
    String device = array.have(order.strategy(), devices, report);
    boolean neverHeld = array.isBeingMade(devices);
    String uuid = fileSystems.have(device, FileSystemKind.STORE, neverHeld, report).uuid();
    array.isWhole();
    String on = order.arrayFolder();
    String level = order.strategy().name();
    String what = "Mount EC2 Instance Store NVMe disk " + level;
    mounts.have(device, MountUnit.disk(uuid, on, what), on, report);
    report.add(
        moves.carryOut(
            order.folders().stream()
                .map(folder -> new Moves.Move(folder.path(), on, folder.base(), false))
                .toList()));
  }

  private void single(DisksOrder order, List<String> devices, Report report)
      throws InterruptedException {
    List<String> uuids = new ArrayList<>();
    for (String device : devices) {
      uuids.add(
          switch (fileSystems.plan(device, FileSystemKind.STORE)) {
            case FormatPlan.Take take -> take.uuid();
            case FormatPlan.Make _ -> "";
            // Before any disk is formatted: all or none.
            case FormatPlan.Refuse refuse -> throw refuse.failure().asException();
          });
    }
    List<Integer> numbers = Numbers.of(uuids, before(order));
    for (int at = 0; at < devices.size(); at++) {
      String uuid = fileSystems.have(devices.get(at), FileSystemKind.STORE, report).uuid();
      String where = order.folder() + "/" + numbers.get(at);
      String what = "Mount EC2 Instance Store NVMe disk " + numbers.get(at);
      mounts.have(devices.get(at), MountUnit.disk(uuid, where, what), where, report);
    }
  }

  /** By the units that an earlier run has written. */
  private Map<Integer, String> before(DisksOrder order) {
    Map<Integer, String> before = new TreeMap<>();
    for (int number = 1; number <= MOST; number++) {
      String uuid = MountUnit.uuidOf(units.whatFor(order.folder() + "/" + number));
      if (!uuid.isEmpty()) {
        before.put(number, uuid);
      }
    }
    return before;
  }
}
