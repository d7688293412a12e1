package dev.nodeready.disks;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which disk is mounted under which number. Disks change their names from boot to boot; who found
 * his data under a number finds it there again.
 */
final class Numbers {
  private Numbers() {}

  /**
   * A number for each disk, from 1.
   *
   * @param uuids of the disks' file systems in the order of their names; empty for one that has
   *     none yet
   * @param before UUIDs by the number under which they were mounted
   */
  static List<Integer> of(List<String> uuids, Map<Integer, String> before) {
    Set<Integer> taken = new TreeSet<>();
    List<Integer> kept = new ArrayList<>();
    for (String uuid : uuids) {
      int number =
          before.entrySet().stream()
              .filter(entry -> !uuid.isEmpty() && entry.getValue().equals(uuid))
              .mapToInt(Map.Entry::getKey)
              .filter(taken::add)
              .findFirst()
              .orElse(0);
      kept.add(number);
    }
    return kept.stream().map(number -> number > 0 ? number : free(taken)).toList();
  }

  private static int free(Set<Integer> taken) {
    int number = 1;
    while (!taken.add(number)) {
      number++;
    }
    return number;
  }
}
