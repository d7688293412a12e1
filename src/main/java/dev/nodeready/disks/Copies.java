package dev.nodeready.disks;

import dev.nodeready.host.Commands;
import dev.nodeready.host.Root;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Copies of a file system, as of a snapshot that is attached twice. systemd mounts by UUID, and
 * which of several disks that names is chance, at each boot anew.
 */
final class Copies {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final BlockDevices devices;
  private final Tools tools;

  Copies(Root root, Tools tools) {
    this.tools = tools;
    devices = new BlockDevices(root);
  }

  /**
   * Other devices with a file system of the same UUID.
   *
   * @throws dev.nodeready.failure.FailureException when they cannot be looked at
   */
  List<String> of(BlockDevice device, String uuid) throws InterruptedException {
    Commands.Result same =
        tools.attempt(LIMIT, "blkid", "-c", "/dev/null", "-t", "UUID=" + uuid, "-o", "device");
    List<String> copies = new ArrayList<>();
    for (String path : same.output().lines().toList()) {
      other(device, path.strip()).ifPresent(copies::add);
    }
    return copies;
  }

  /** What is made of the device, as by device mapper for several paths to it, is no other one. */
  private Optional<String> other(BlockDevice device, String path) {
    return devices
        .at(path)
        .filter(other ->
            !other.number().equals(device.number())
                && !device.holders().contains(other.name())
                && !other.holders().contains(device.name()))
        .map(BlockDevice::path);
  }
}
