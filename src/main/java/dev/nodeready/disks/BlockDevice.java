package dev.nodeready.disks;

import java.util.List;

/**
 * A disk, a part of one, or what is made of several, as the kernel shows it in {@code
 * /sys/class/block}.
 *
 * @param name the kernel's, such as {@code nvme1n1} or {@code md127}
 * @param number major and minor number, with a colon between
 * @param bytes its size
 * @param serial of the disk; empty where it has none, as on Xen
 * @param model of the disk, such as {@code Amazon Elastic Block Store}; empty where it has none
 * @param isPart whether it is a part of another one
 * @param partitions names of its parts that the kernel has found
 * @param holders names of devices that are made of it, such as an array or a logical volume
 */
public record BlockDevice(
    String name,
    String number,
    long bytes,
    String serial,
    String model,
    boolean isPart,
    List<String> partitions,
    List<String> holders) {

  public BlockDevice {
    partitions = List.copyOf(partitions);
    holders = List.copyOf(holders);
  }

  /** Its file, such as {@code /dev/nvme1n1}; sysfs writes a slash in a name as {@code !}. */
  public String path() {
    return "/dev/" + name.replace('!', '/');
  }

  /** Of a virtual one, such as a loop device without a file, whose size is nothing. */
  public boolean isEmpty() {
    return bytes == 0;
  }
}
