package dev.nodeready.disks;

import dev.nodeready.host.Root;
import java.time.Duration;

/** File systems on devices of ours, made where nothing is. */
final class FileSystems {
  /** Without discarding, mkfs writes little even on large disks. */
  private static final Duration LIMIT = Duration.ofMinutes(10);

  private final Tools tools;
  private final DiskLook look;
  private final Makings makings;

  FileSystems(Root root, Tools tools) {
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
    boolean halfMade =
        switch (disk.contents()) {
          case Contents.Unknown _ -> makings.begun(look.block(device));
          case Contents.FileSystem of -> kind.takes(of) && makings.begun(look.block(device));
          case Contents.Blank _, Contents.Unfinished _, Contents.PartitionTable _ -> false;
          case Contents.ArrayMember _, Contents.Lvm _, Contents.Other _, Contents.InUse _ -> false;
        };
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
