package dev.nodeready.disks;

import dev.nodeready.failure.Words;
import dev.nodeready.host.Commands;
import dev.nodeready.host.Root;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Looks at what a block device carries, and never writes to it.
 *
 * <p>It is blank only if three looks agree: {@code blkid -p} finds nothing, {@code wipefs} finds
 * nothing, and its first and last 4 MiB are zeros. The third is for what the tools do not know,
 * such as the data of a program that has a disk for itself, or a file system without its first
 * block: EC2's volumes and instance-store disks come full of zeros. {@code blkid} says the same of
 * a blank disk as of one that it cannot read, so its word alone counts for nothing.
 */
public final class ContentsProbe {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final int NOTHING = 2;
  private static final int SEVERAL = 8;

  /** Partitions begin at 1 MiB: one whose table is gone has to be met. */
  private static final int EDGE = 4 << 20;

  /** Where XFS notes that mkfs is at work; see {@code xfs_dsb} in the kernel's xfs_format.h. */
  private static final int XFS_IN_PROGRESS = 126;

  private final Root root;
  private final Commands commands;

  /** A probe of devices whose {@code /dev} and {@code /proc} lie below {@code root}. */
  public ContentsProbe(Root root, Commands commands) {
    this.root = root;
    this.commands = commands;
  }

  /**
   * What a device carries now.
   *
   * @throws dev.nodeready.failure.FailureException with code {@code HOST_READ_FAILED}, {@code
   *     HOST_COMMAND_MISSING} or {@code HOST_COMMAND_TIMEOUT}
   */
  public Contents of(BlockDevice device) throws InterruptedException {
    List<String> users = new BlockUse(root).of(device);
    Contents carried = carried(device);
    return users.isEmpty() ? carried : new Contents.InUse(users, carried);
  }

  private Contents carried(BlockDevice device) throws InterruptedException {
    Path file = root.at(device.path());
    // A disk that answers no read keeps the tool, which has a limit, and not this process.
    Commands.Result blkid = run(List.of("blkid", "-p", "-o", "export"), file);
    if (isUnfinishedXfs(file)) {
      return new Contents.Unfinished("xfs");
    }
    Contents signed = ofBlkid(blkid);
    if (signed instanceof Contents.Blank) {
      signed = ofWipefs(run(List.of("wipefs", "--no-act", "--parsable"), file));
    }
    if (signed instanceof Contents.Blank && !device.partitions().isEmpty()) {
      return new Contents.PartitionTable("of a kind that the kernel knows");
    }
    return signed instanceof Contents.Blank ? edges(file, device.bytes()) : signed;
  }

  private Commands.Result run(List<String> words, Path file) throws InterruptedException {
    return commands.run(LIMIT, Stream.concat(words.stream(), Stream.of(file.toString())).toList());
  }

  /** By what the tools do not tell: whether mkfs.xfs has come to its end. */
  static boolean isUnfinishedXfs(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] start = in.readNBytes(XFS_IN_PROGRESS + 1);
      return start.length > XFS_IN_PROGRESS
          && new String(start, 0, 4, StandardCharsets.US_ASCII).equals("XFSB")
          && start[XFS_IN_PROGRESS] != 0;
    } catch (IOException e) {
      // The looks behind this one meet the same, and say it.
      return false;
    }
  }

  /**
   * Whether the kernel has never mounted an ext4 file system: neither when nor how often; see
   * {@code ext4_super_block} in the kernel's ext4.h.
   */
  static boolean isNeverMountedExt4(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] start = in.readNBytes(1024 + 54);
      ByteBuffer superblock = ByteBuffer.wrap(start).order(ByteOrder.LITTLE_ENDIAN);
      return start.length == 1024 + 54
          && superblock.getInt(1024 + 44) == 0
          && superblock.getShort(1024 + 52) == 0;
    } catch (IOException e) {
      return false;
    }
  }

  /** The first word; blank where it finds nothing. */
  static Contents ofBlkid(Commands.Result blkid) {
    if (blkid.ok()) {
      return named(parse(blkid.output()));
    }
    if (blkid.exitCode() == SEVERAL) {
      return new Contents.Other("several signatures at once");
    }
    boolean nothing = blkid.exitCode() == NOTHING && blkid.lastWords().isEmpty();
    return nothing ? new Contents.Blank() : new Contents.Unknown("blkid: " + blkid.lastWords());
  }

  /** A second opinion: also of copies of a signature whose first one is gone. */
  static Contents ofWipefs(Commands.Result wipefs) {
    if (!wipefs.ok() || !wipefs.errors().isBlank()) {
      return new Contents.Unknown("wipefs: " + wipefs.lastWords());
    }
    return wipefs
        .output()
        .lines()
        .filter(line -> !line.startsWith("#"))
        .findFirst()
        .<Contents>map(line -> new Contents.Other(line.strip()))
        .orElseGet(Contents.Blank::new);
  }

  /** See blkid(8): each line is a name and a value. */
  static Map<String, String> parse(String output) {
    Map<String, String> values = new HashMap<>();
    for (String line : output.split("\n", -1)) {
      int at = line.indexOf('=');
      if (at > 0) {
        values.put(line.substring(0, at), line.substring(at + 1).replaceAll("\\\\(.)", "$1"));
      }
    }
    return values;
  }

  static Contents named(Map<String, String> values) {
    String type = values.getOrDefault("TYPE", "");
    String uuid = values.getOrDefault("UUID", "");
    String label = values.getOrDefault("LABEL", "");
    if (values.containsKey("PTTYPE")) {
      return new Contents.PartitionTable(values.getOrDefault("PTTYPE", ""));
    }
    return switch (type) {
      case "linux_raid_member" -> new Contents.ArrayMember(label, uuid);
      case "LVM2_member", "LVM1_member" -> new Contents.Lvm(uuid);
      default ->
          "filesystem".equals(values.get("USAGE"))
              ? new Contents.FileSystem(type, label, uuid)
              : new Contents.Other(type.isEmpty() ? values.toString() : type);
    };
  }

  /** Whether a device that has no signature begins and ends with zeros. */
  static Contents edges(Path file, long bytes) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long last = Math.max(0, bytes - EDGE);
      boolean zeros = zeros(channel, 0, Math.min(EDGE, bytes)) && zeros(channel, last, bytes);
      return zeros && bytes > 0
          ? new Contents.Blank()
          : new Contents.Unknown(
              Contents.Unknown.UNSIGNED
                  + ", but data at its beginning or end; if that may go:"
                  + " blkdiscard -z "
                  + file);
    } catch (IOException e) {
      return new Contents.Unknown("it cannot be read: " + Words.of(e));
    }
  }

  private static boolean zeros(FileChannel channel, long from, long to) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
    for (long at = from; at < to; at += buffer.limit()) {
      buffer.clear().limit((int) Math.min(buffer.capacity(), to - at));
      while (buffer.hasRemaining()) {
        if (channel.read(buffer, at + buffer.position()) < 0) {
          throw new IOException("it ends at byte " + (at + buffer.position()));
        }
      }
      for (int i = 0; i < buffer.limit(); i++) {
        if (buffer.get(i) != 0) {
          return false;
        }
      }
    }
    return true;
  }
}
