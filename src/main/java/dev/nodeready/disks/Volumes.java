package dev.nodeready.disks;

import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import dev.nodeready.failure.FailureException;
import dev.nodeready.host.Commands;
import dev.nodeready.host.Folders;
import dev.nodeready.host.Root;
import dev.nodeready.retry.Time;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Has folders lie on attached volumes. As with {@link LocalDisks}, each step looks at what is there
 * and does what lacks. A volume is mounted in a folder that is named after its file system,
 * whatever the kernel calls the disk at this boot, and each target is bound to a folder on it.
 *
 * <p>A file system that somebody else has filled, as on a volume from a snapshot, is shown in its
 * targets as it is: nobody can say which half of two folders of containerd's belongs to which. What
 * a volume holds goes before what a folder held, which stays below the mount.
 */
public final class Volumes {
  /** Below it each file system has a folder named by its UUID. */
  public static final String FOLDER = "/mnt/k8s-volumes";

  /** Made by mkfs.ext4. */
  private static final String LOST_AND_FOUND = "lost+found";

  private static final String USERS = "containerd.service kubelet.service soci-snapshotter.service";

  private final Root root;
  private final VolumeDevices devices;
  private final FileSystems fileSystems;
  private final Copies copies;
  private final DiskMounts mounts;
  private final Moves moves;

  Volumes(Root root, Tools tools, Time time) {
    this.root = root;
    devices = new VolumeDevices(root, time);
    fileSystems = new FileSystems(root, tools);
    copies = new Copies(root, tools);
    mounts = new DiskMounts(root, tools);
    moves = new Moves(root, tools, time);
  }

  /** Those of this machine. */
  public static Volumes of(Commands commands, Time time) {
    return new Volumes(Root.MACHINE, new Tools(commands), time);
  }

  /**
   * Sets them up: none is touched before all are there and can be used.
   *
   * @return what was done, and what needs a look
   * @throws FailureException when that cannot be; no content is lost
   * @throws InterruptedException when the work is being stopped; the next run finishes it
   */
  public Report setUp(List<VolumeOrder> orders) throws InterruptedException {
    Report report = new Report();
    eachTargetOnce(orders);
    Map<BlockDevice, VolumeOrder> found = found(orders);
    List<Moves.Move> wanted = new ArrayList<>();
    for (Map.Entry<BlockDevice, VolumeOrder> one : found.entrySet()) {
      String on = mounted(one.getKey(), one.getValue(), report);
      boolean asItIs = isFilledByOthers(root.at(on));
      if (asItIs) {
        report.is(one.getValue().device() + " is shown with what it holds");
      }
      for (String target : one.getValue().targets()) {
        wanted.add(new Moves.Move(target, on, asItIs ? "" : base(target), true));
      }
    }
    // A folder in another one comes behind it.
    wanted.sort(Comparator.comparingInt(move -> move.target().length()));
    report.add(moves.carryOut(wanted));
    return report;
  }

  /**
   * What {@link #setUp} would do; changes nothing.
   *
   * @return lines for people
   * @throws FailureException as {@link #setUp}
   */
  public List<String> plan(List<VolumeOrder> orders) throws InterruptedException {
    eachTargetOnce(orders);
    List<String> lines = new ArrayList<>();
    for (Map.Entry<BlockDevice, VolumeOrder> one : found(orders).entrySet()) {
      String device = one.getKey().path();
      VolumeOrder order = one.getValue();
      Optional<FormatPlan.Take> there = there(device, order);
      lines.add(
          there
              .map(take ->
                  "the %s file system on %s is used, with what it holds: %s"
                      .formatted(take.type(), device, take.uuid()))
              .orElse("a file system is made on %s: %s".formatted(device, kind(order).type())));
      for (String target : order.targets()) {
        lines.add(there.isPresent() ? target + " lies on it" : moves.said(target));
      }
    }
    return lines;
  }

  private Optional<FormatPlan.Take> there(String device, VolumeOrder order)
      throws InterruptedException {
    return fileSystems.plan(device, kind(order)) instanceof FormatPlan.Take take
        ? Optional.of(take)
        : Optional.empty();
  }

  private static void eachTargetOnce(List<VolumeOrder> orders) {
    Set<String> bases = new HashSet<>();
    for (VolumeOrder order : orders) {
      for (String target : order.targets()) {
        if (!bases.add(base(target))) {
          throw unusable(order, target + " is named twice").asException();
        }
      }
    }
  }

  private Map<BlockDevice, VolumeOrder> found(List<VolumeOrder> orders)
      throws InterruptedException {
    Map<BlockDevice, VolumeOrder> found = new LinkedHashMap<>();
    for (VolumeOrder order : orders) {
      BlockDevice device = devices.await(order.device());
      VolumeOrder first = found.putIfAbsent(device, order);
      if (first != null) {
        throw unusable(order, "it is " + device.path() + ", as is " + first.device()).asException();
      }
      switch (fileSystems.plan(device.path(), kind(order))) {
        case FormatPlan.Refuse refuse ->
            throw refused(order, device, refuse.failure()).asException();
        case FormatPlan.Take take -> onlyOne(order, device, take);
        case FormatPlan.Make _ -> {}
      }
    }
    return found;
  }

  private void onlyOne(VolumeOrder order, BlockDevice device, FormatPlan.Take there)
      throws InterruptedException {
    List<String> others = copies.of(device, there.uuid());
    if (!others.isEmpty()) {
      String again = there.type().equals("ext4") ? "tune2fs -U random " : "xfs_admin -U generate ";
      throw Failure.permanent(
              Code.HOST_VOLUME_UNUSABLE,
              "set up the volume " + order.device(),
              "its file system on %s has the UUID %s, and so has that on %s"
                  .formatted(device.path(), there.uuid(), String.join(", ", others)),
              "detach the one that is a copy, or give it a UUID of its own: "
                  + again
                  + others.getFirst())
          .asException();
    }
  }

  /** Where it is mounted then. */
  private String mounted(BlockDevice device, VolumeOrder order, Report report)
      throws InterruptedException {
    FormatPlan.Take there = fileSystems.have(device.path(), kind(order), report);
    String where = FOLDER + "/" + there.uuid();
    String what = "Mount the volume " + order.device();
    mounts.have(
        device.path(),
        MountUnit.fileSystem(what, MountUnit.what(there.uuid()), where, there.type(), USERS),
        where,
        report);
    return where;
  }

  /** Behind {@link Moves}, which makes its own folder before any other, it is laid out by us. */
  private static boolean isFilledByOthers(Path on) {
    List<String> names =
        Folders.list(on, "").stream().map(path -> String.valueOf(path.getFileName())).toList();
    return !names.contains(Moves.ASIDE)
        && names.stream().anyMatch(name -> !name.equals(LOST_AND_FOUND));
  }

  private static FileSystemKind kind(VolumeOrder order) {
    return FileSystemKind.ofVolume(order.type(), order.targets())
        .orElseThrow(() ->
            unusable(order, "it makes xfs and ext4 file systems alone, not " + order.type())
                .asException());
  }

  private static Failure unusable(VolumeOrder order, String why) {
    return Failure.permanent(Code.HOST_VOLUME_UNUSABLE, "set up the volume " + order.device(), why);
  }

  /** Of a word that is none. */
  static Failure noOrder(String word) {
    return Failure.permanent(
        Code.HOST_VOLUME_UNUSABLE,
        "set up the volume " + word,
        "that is not DEVICE[,TYPE]=FOLDER[:FOLDER…] with absolute folders",
        Code.HOST_VOLUME_UNUSABLE.remedy());
  }

  private static Failure refused(VolumeOrder order, BlockDevice device, Failure failure) {
    return Failure.permanent(
        Code.HOST_VOLUME_FOREIGN,
        "set up the volume " + order.device(),
        failure.happened(),
        Code.HOST_VOLUME_FOREIGN.remedy("DEVICE", device.path()));
  }

  /** The target's name on the volume, on which others may have its last part too. */
  private static String base(String target) {
    return target.substring(1).replace('/', '!');
  }
}
