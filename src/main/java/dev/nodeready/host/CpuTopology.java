package dev.nodeready.host;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Counts the CPUs that are online, per NUMA node, from sysfs.
 *
 * @param cpus {@code /sys/devices/system/cpu}
 * @param nodes {@code /sys/devices/system/node}
 */
record CpuTopology(Path cpus, Path nodes) {
  private static final int MOST_CPUS = 1 << 16;

  /**
   * Thousandths of a CPU.
   *
   * @throws IOException when sysfs does not tell, or tells nonsense
   */
  int millicores() throws IOException {
    List<Path> numa = numbered(nodes, "node");
    int count = numa.isEmpty() ? numbered(cpus, "cpu").size() : onlineIn(numa);
    if (count == 0) {
      throw new IOException("no CPU below " + cpus);
    }
    return count * 1000;
  }

  private int onlineIn(List<Path> numa) throws IOException {
    BitSet online = online();
    int count = 0;
    for (Path node : numa) {
      for (Path cpu : numbered(node, "cpu")) {
        count += online.get(number(cpu, "cpu")) ? 1 : 0;
      }
    }
    return count;
  }

  /** A list such as {@code 0-3,5}; without the file all are online. */
  private BitSet online() throws IOException {
    BitSet set = new BitSet();
    String text;
    try {
      text = Files.readString(cpus.resolve("online")).strip();
    } catch (NoSuchFileException e) {
      set.set(0, MOST_CPUS);
      return set;
    }
    for (String range : text.split(",", -1)) {
      String[] ends = range.split("-", 2);
      int first = cpuNumber(ends[0], text);
      int last = cpuNumber(ends[ends.length - 1], text);
      if (last < first) {
        throw malformed(text);
      }
      set.set(first, last + 1);
    }
    return set;
  }

  private int cpuNumber(String word, String text) throws IOException {
    int number = parse(word);
    if (number < 0) {
      throw malformed(text);
    }
    return number;
  }

  private IOException malformed(String text) {
    return new IOException("cannot read '" + text + "' in " + cpus.resolve("online"));
  }

  private static List<Path> numbered(Path folder, String prefix) throws IOException {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
      for (Path entry : all) {
        if (number(entry, prefix) >= 0 && Files.isDirectory(entry)) {
          found.add(entry);
        }
      }
    } catch (NoSuchFileException e) {
      return List.of();
    }
    return found;
  }

  private static int number(Path entry, String prefix) {
    String name = String.valueOf(entry.getFileName());
    return name.startsWith(prefix) ? parse(name.substring(prefix.length())) : -1;
  }

  /** A number below {@link #MOST_CPUS}, else -1. */
  private static int parse(String digits) {
    int value = 0;
    for (int at = 0; at < digits.length(); at++) {
      int digit = digits.charAt(at) - '0';
      value = value * 10 + digit;
      if (digit < 0 || digit > 9 || value >= MOST_CPUS) {
        return -1;
      }
    }
    return digits.isEmpty() ? -1 : value;
  }
}
