package dev.nodeready.host;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Looks at the vendors on the PCI bus.
 *
 * @param folder {@code /sys/bus/pci/devices}
 */
record PciDevices(Path folder) {
  private static final String NVIDIA = "0x10de";

  /** Whether any device is NVIDIA's; devices that cannot be read do not count. */
  boolean hasNvidia() {
    try (DirectoryStream<Path> devices = Files.newDirectoryStream(folder)) {
      for (Path device : devices) {
        if (NVIDIA.equals(vendor(device))) {
          return true;
        }
      }
    } catch (IOException e) {
      // A machine without a PCI bus has no such folder.
      return false;
    }
    return false;
  }

  private static String vendor(Path device) {
    try {
      return Files.readString(device.resolve("vendor")).strip();
    } catch (IOException e) {
      return "";
    }
  }
}
