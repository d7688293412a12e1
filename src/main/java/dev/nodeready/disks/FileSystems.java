package dev.nodeready.disks;

import dev.nodeready.host.Root;
import java.time.Duration;
import java.util.List;

/** File systems on devices of ours, made where nothing is. */
final class FileSystems {
  /** Without discarding, mkfs writes little even on large disks. */
  private static final Duration LIMIT = Duration.ofMinutes(10);

  private final Root root;
  private final Tools tools;
  private final DiskLook look;
  private final Makings makings;

  FileSystems(Root root, Tools tools) {
    this.root = root;
    this.tools = tools;
    look = new DiskLook(root, tools);
    makings = new Makings(root);
  }

  /**
   * Has one on a device.
   *
   * @return the one that is there
   * @throws dev.nodeready.failure.FailureException when the device carries what is not ours, or
   *     mkfs fails
   */
  FormatPlan.Take have(String device, FileSystemKind kind, Report report)
      throws InterruptedException {
    return have(device, kind, false, report);
  }

  /**
   * The same.
   *
   * @param neverHeld whether the device is known to have held nothing yet: what is on it then is
   *     left of a making that was cut off
   */
  FormatPlan.Take have(String device, FileSystemKind kind, boolean neverHeld, Report report)
      throws InterruptedException {
    FormatPlan first = plan(device, kind);
    boolean leftOver = neverHeld && look.at(device).contents() instanceof Contents.Unknown;
    switch (leftOver ? new FormatPlan.Make(true) : first) {
      case FormatPlan.Take take -> {
        // What is used from here on must never count as half made again.
        makings.end(look.block(device));
        return take;
      }
      case FormatPlan.Refuse refuse -> throw refuse.failure().asException();
      case FormatPlan.Make make -> make(device, kind, make.again());
    }
    report.did("made an " + kind.type() + " file system on " + device);
    return switch (plan(device, kind)) {
      case FormatPlan.Take take -> take;
      case FormatPlan.Refuse refuse -> throw refuse.failure().asException();
      case FormatPlan.Make _ ->
          throw new IllegalStateException(device + " carries nothing behind " + kind.make());
    };
  }

  /** What has to be done to have one. */
  FormatPlan plan(String device, FileSystemKind kind) throws InterruptedException {
    Disk disk = look.at(device);
    BlockDevice block = look.block(device);
    boolean begun = makings.begun(block);
    boolean unused = begun && ContentsProbe.isNeverMountedExt4(root.at(block.path()));
    return plan(disk, kind, new Past(!block.serial().isEmpty(), begun, unused));
  }

  /**
   * What is known of a disk beside what it carries.
   *
   * @param known whether it has a serial, so that a making would have been noted
   * @param begun whether a making by us was begun and is not known to have ended
   * @param unused whether the kernel has never mounted the ext4 file system on it
   */
  record Past(boolean known, boolean begun, boolean unused) {}

  /**
   * Only what cannot hold anything is made anew: mkfs.xfs itself marks what it has not ended, and
   * an ext4 file system that was once mounted may have been filled by anybody.
   */
  static FormatPlan plan(Disk disk, FileSystemKind kind, Past past) {
    Contents there = disk.contents();
    boolean leftOver = there instanceof Contents.Unknown unknown && unknown.isUnsigned();
    boolean neverUsed =
        there instanceof Contents.FileSystem of
            && kind.isOurs(of)
            && of.type().equals("ext4")
            && past.unused();
    boolean halfMade = past.begun() && (leftOver || neverUsed);
    boolean ofOthers =
        there instanceof Contents.Unfinished
            && !kind.label().isEmpty()
            && past.known()
            && !past.begun();
    if (ofOthers) {
      return new FormatPlan.Refuse(Foreign.failure(List.of(disk)));
    }
    return halfMade ? new FormatPlan.Make(true) : FormatPlan.of(disk, kind);
  }

  private void make(String device, FileSystemKind kind, boolean again) throws InterruptedException {
    BlockDevice block = look.block(device);
    makings.begin(block);
    tools.run(LIMIT, kind.command(device, again));
    tools.run(LIMIT, "sync", device);
    makings.end(block);
  }
}
