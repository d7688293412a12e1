package dev.nodeready.join;

import dev.nodeready.host.Root;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * This machine, as kubelet writes it into the Node: found at the places where kubelet looks. A text
 * is empty where the machine does not tell.
 *
 * @param bootId the kernel's id of this boot
 * @param machineId {@code /etc/machine-id}
 * @param systemUuid of the firmware; the machine id where it has none
 */
public record Machine(String bootId, String machineId, String systemUuid) {
  private static final List<String> BOOT_ID = List.of("/proc/sys/kernel/random/boot_id");

  private static final List<String> MACHINE_ID =
      List.of("/etc/machine-id", "/var/lib/dbus/machine-id");

  private static final List<String> SYSTEM_UUID =
      List.of(
          "/sys/class/dmi/id/product_uuid",
          "/proc/device-tree/system-id",
          "/proc/device-tree/vm,uuid",
          "/etc/machine-id");

  /** This machine; files of the kernel are its own where the root has none. */
  public static Machine of(Root root) {
    return new Machine(
        first(Files.isDirectory(root.at("/proc/sys")) ? root : Root.MACHINE, BOOT_ID),
        first(root, MACHINE_ID),
        first(Files.isDirectory(root.at("/sys/class")) ? root : Root.MACHINE, SYSTEM_UUID));
  }

  private static String first(Root root, List<String> files) {
    for (String file : files) {
      String text = text(root.at(file));
      if (!text.isEmpty()) {
        return text;
      }
    }
    return "";
  }

  private static String text(Path file) {
    try {
      return Files.readString(file).replace("\0", "").strip();
    } catch (IOException e) {
      return "";
    }
  }
}
