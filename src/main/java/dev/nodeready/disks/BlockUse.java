package dev.nodeready.disks;

import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import dev.nodeready.failure.Words;
import dev.nodeready.host.Root;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Who uses a block device at this moment: a mount, swap, or a device that is made of it. A service
 * may see other mounts than the machine, so the first process's count too.
 */
final class BlockUse {
  private static final int MOST_BYTES = 16 << 20;

  private final Root root;

  BlockUse(Root root) {
    this.root = root;
  }

  /**
   * For people; empty where nobody uses it or one of its parts.
   *
   * @throws dev.nodeready.failure.FailureException with code {@code HOST_READ_FAILED}
   */
  List<String> of(BlockDevice device) {
    List<String> users = new ArrayList<>();
    device.holders().forEach(holder -> users.add("held by " + holder));
    mounts("/proc/self/mountinfo", device, users);
    mounts("/proc/1/mountinfo", device, users);
    swaps(device, users);
    for (String part : device.partitions()) {
      new BlockDevices(root).at("/dev/" + part).map(this::of).ifPresent(users::addAll);
    }
    return users.stream().distinct().toList();
  }

  /** What is said of a mount. */
  static String mountedAt(String point) {
    return "mounted at " + point;
  }

  private void mounts(String file, BlockDevice device, List<String> users) {
    for (MountTable.Entry mount : MountTable.parse(text(file)).entries()) {
      // Some file systems, such as btrfs, have numbers of their own: then the source tells.
      if (mount.device().equals(device.number()) || mount.source().equals(device.path())) {
        users.add(mountedAt(mount.point()));
      }
    }
  }

  private void swaps(BlockDevice device, List<String> users) {
    boolean swap =
        text("/proc/swaps")
            .lines()
            .anyMatch(line -> line.split("\\s+", 2)[0].equals(device.path()));
    if (swap) {
      users.add("swap space");
    }
  }

  /** Of a file of the kernel's; what is not there, such as swap in a small kernel, has none. */
  private String text(String file) {
    Path place = root.at(file);
    if (!Files.exists(place)) {
      return "";
    }
    try (InputStream in = Files.newInputStream(place)) {
      return new String(in.readNBytes(MOST_BYTES), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw Failure.passing(Code.HOST_READ_FAILED, "read " + place, Words.of(e)).asException(e);
    }
  }
}
