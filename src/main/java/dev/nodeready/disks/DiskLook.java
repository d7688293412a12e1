package dev.nodeready.disks;

import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import dev.nodeready.host.Root;
import java.time.Duration;
import java.util.Map;

/** Looks at disks, from the devices themselves and never from a cache. */
final class DiskLook {
  private static final Duration LIMIT = Duration.ofMinutes(1);

  private final BlockDevices devices;
  private final ContentsProbe probe;
  private final Tools tools;

  DiskLook(Root root, Tools tools) {
    this.tools = tools;
    devices = new BlockDevices(root);
    probe = new ContentsProbe(root, tools.commands());
  }

  /**
   * Looks at one.
   *
   * @throws dev.nodeready.failure.FailureException when it has gone, or a tool fails
   */
  Disk at(String device) throws InterruptedException {
    BlockDevice found = block(device);
    Contents contents = probe.of(found);
    Disk disk = new Disk(device, contents);
    return disk.carried() instanceof Contents.ArrayMember ? member(disk) : disk;
  }

  /** The device of a path. */
  BlockDevice block(String device) {
    return devices
        .at(device)
        .orElseThrow(() ->
            Failure.passing(
                    Code.HOST_DISKS_MISSING, "look at " + device, "it is not there any more")
                .asException());
  }

  private Disk member(Disk disk) throws InterruptedException {
    Map<String, String> values =
        ContentsProbe.parse(tools.run(LIMIT, "mdadm", "--examine", "--export", disk.device()));
    String of = values.getOrDefault("MD_DEVICES", "");
    return new Disk(
        disk.device(),
        disk.contents(),
        values.getOrDefault("MD_LEVEL", ""),
        of.matches("[0-9]{1,4}") ? Integer.parseInt(of) : Integer.MAX_VALUE);
  }
}
