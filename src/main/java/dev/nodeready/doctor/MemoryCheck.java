package dev.nodeready.doctor;

import dev.nodeready.catalogue.Code;
import dev.nodeready.doctor.Check.Need;
import java.util.List;
import java.util.Set;

/** Memory that is left, by {@code /proc/meminfo}. */
final class MemoryCheck {
  private static final String FILE = "/proc/meminfo";

  /** kubelet's {@code evictionHard} for {@code memory.available} is 100 MiB by default. */
  private static final long LEAST_KIB = 100 << 10;

  private MemoryCheck() {}

  static Check check() {
    return new Check("memory", Set.of(Code.HOST_MEMORY_SHORT), Need.NOTHING, MemoryCheck::look);
  }

  private static Looked look(Patient patient) {
    List<String> lines = patient.lines(FILE);
    for (int at = 0; at < lines.size(); at++) {
      String line = lines.get(at);
      if (line.startsWith("MemAvailable:")) {
        return judged(at + 1, line);
      }
    }
    return Looked.not(FILE + " does not tell");
  }

  private static Looked judged(int number, String line) {
    String kib = line.replaceAll("[^0-9]", "");
    if (kib.isEmpty() || kib.length() > 18 || Long.parseLong(kib) >= LEAST_KIB) {
      return Looked.FINE;
    }
    return Looked.found(
        Finding.warning(
            Code.HOST_MEMORY_SHORT,
            Confidence.SEEN,
            "%d MiB of memory are left, and kubelet evicts pods below 100"
                .formatted(Long.parseLong(kib) >> 10),
            Evidence.of(FILE + ":" + number, line)));
  }
}
