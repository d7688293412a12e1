package dev.nodeready.disks;

import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import dev.nodeready.failure.Words;
import dev.nodeready.host.Root;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Finds the block devices of a machine, without a program and without waking any of them. */
public final class BlockDevices {
  private static final String CLASS = "/sys/class/block";
  private static final int MOST = 4096;
  private static final int SECTOR = 512;

  private final Root root;

  /** Those of a machine whose {@code /sys} and {@code /dev} lie below {@code root}. */
  public BlockDevices(Root root) {
    this.root = root;
  }

  /**
   * All that have a size, in the order of their names; parts of disks are among them.
   *
   * @throws dev.nodeready.failure.FailureException with code {@code HOST_READ_FAILED}
   */
  public List<BlockDevice> all() {
    return names(root.at(CLASS), _ -> true).stream()
        .map(this::read)
        .filter(device -> !device.isEmpty())
        .toList();
  }

  /**
   * The one behind a path, which may be a link such as {@code /dev/disk/by-id/…}; empty where it is
   * not there, or no block device.
   *
   * @throws dev.nodeready.failure.FailureException with code {@code HOST_READ_FAILED}
   */
  public Optional<BlockDevice> at(String path) {
    try {
      Path real = root.at(path).toRealPath();
      String name = root.at("/dev").toRealPath().relativize(real).toString().replace('/', '!');
      boolean block = !name.startsWith("..") && Files.exists(root.at(CLASS).resolve(name));
      return block ? Optional.of(read(name)) : Optional.empty();
    } catch (IOException e) {
      // A link may lead nowhere while its device comes or goes.
      return Optional.empty();
    }
  }

  private BlockDevice read(String name) {
    Path folder = root.at(CLASS).resolve(name);
    return new BlockDevice(
        name,
        text(folder.resolve("dev")),
        sectors(text(folder.resolve("size"))) * SECTOR,
        // NVMe and SCSI have it at the controller, virtio at the disk.
        either(folder.resolve("serial"), folder.resolve("device/serial")),
        text(folder.resolve("device/model")),
        Files.exists(folder.resolve("partition")),
        names(folder, part -> Files.exists(folder.resolve(part).resolve("partition"))),
        names(folder.resolve("holders"), _ -> true));
  }

  private static List<String> names(Path folder, Predicate<String> wanted) {
    List<String> names = new ArrayList<>();
    if (!Files.isDirectory(folder)) {
      return names;
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        String name = entry.getFileName().toString();
        if (names.size() < MOST && wanted.test(name)) {
          names.add(name);
        }
      }
    } catch (IOException e) {
      throw Failure.passing(Code.HOST_READ_FAILED, "read " + folder, Words.of(e)).asException(e);
    }
    names.sort(Comparator.naturalOrder());
    return names;
  }

  private static String either(Path one, Path other) {
    String text = text(one);
    return text.isEmpty() ? text(other) : text;
  }

  /** A small file of sysfs; a disk without it, or one that has just gone, says nothing. */
  private static String text(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return new String(in.readNBytes(4096), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      return "";
    }
  }

  private static long sectors(String text) {
    return text.matches("[0-9]{1,18}") ? Long.parseLong(text) : 0;
  }
}
