package dev.nodeready.disks;

import dev.nodeready.host.Root;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** File systems on devices of ours, made where nothing is. */
final class FileSystems {
  /** Without discarding, mkfs writes little even on large disks. */
  private static final Duration LIMIT = Duration.ofMinutes(10);

  private final Tools tools;
  private final DiskLook look;

  FileSystems(Root root, Tools tools) {
    this.tools = tools;
    look = new DiskLook(root, tools);
  }

  /**
   * Has one on a device.
   *
   * @return its UUID
   * @throws dev.nodeready.failure.FailureException when the device carries what is not ours, or
   *     mkfs fails
   */
  String have(String device, Report report) throws InterruptedException {
    switch (FormatPlan.of(look.at(device))) {
      case FormatPlan.Take take -> {
        return take.uuid();
      }
      case FormatPlan.Refuse refuse -> throw refuse.failure().asException();
      case FormatPlan.Make make -> make(device, make.again());
    }
    report.did("made an XFS file system on " + device);
    return switch (FormatPlan.of(look.at(device))) {
      case FormatPlan.Take take -> take.uuid();
      case FormatPlan.Refuse refuse -> throw refuse.failure().asException();
      case FormatPlan.Make _ ->
          throw new IllegalStateException(device + " carries nothing behind mkfs.xfs");
    };
  }

  /**
   * The images' options: a log stripe unit that XFS takes beside the array's chunks, and no
   * discard, since the disks come discarded.
   */
  private void make(String device, boolean again) throws InterruptedException {
    List<String> words = new ArrayList<>(List.of("mkfs.xfs", "-K", "-l", "su=8b"));
    if (again) {
      words.add("-f");
    }
    words.add(device);
    tools.run(LIMIT, words);
    tools.run(LIMIT, "sync", device);
  }
}
