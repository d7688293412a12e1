package dev.nodeready.doctor;

import dev.nodeready.catalogue.Code;
import dev.nodeready.doctor.Check.Need;
import java.util.Set;

/**
 * Whether the kernel has random numbers, by {@code entropy_avail}: 256 on kernels from 5.18 on once
 * they are ready, and next to none on a machine without a source of them, where whoever makes a key
 * waits.
 */
final class EntropyCheck {
  private static final String FILE = "/proc/sys/kernel/random/entropy_avail";
  private static final int LEAST = 64;

  private EntropyCheck() {}

  static Check check() {
    return new Check(
        "random numbers", Set.of(Code.HOST_ENTROPY_LOW), Need.NOTHING, EntropyCheck::look);
  }

  private static Looked look(Patient patient) {
    String bits = String.join("", patient.lines(FILE)).strip();
    if (!bits.matches("[0-9]{1,9}")) {
      return Looked.not("there is no " + FILE);
    }
    return Integer.parseInt(bits) >= LEAST
        ? Looked.FINE
        : Looked.found(
            Finding.warning(
                Code.HOST_ENTROPY_LOW,
                Confidence.POSSIBLE,
                "the kernel has %s bits of entropy".formatted(bits),
                Evidence.of(FILE + ":1", bits)));
  }
}
