package dev.nodeready.lab;

import dev.nodeready.catalogue.Code;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * One boot of a machine with faults that are drawn for it, and the next one, which nothing
 * disturbs. The same seed draws the same.
 */
final class FaultyMachine {
  private static final int MOST_FAULTS = 3;

  private final long seed;
  private final List<LabFault> faults = new ArrayList<>();

  FaultyMachine(long seed) {
    this.seed = seed;
    // Neighbours would draw much the same by java.util.Random.
    SplittableRandom random = new SplittableRandom(seed);
    int count = 1 + random.nextInt(MOST_FAULTS);
    for (int i = 0; i < count; i++) {
      LabFault fault = LabFault.draw(random);
      if (faults.stream().noneMatch(fault::excludes)) {
        faults.add(fault);
      }
    }
  }

  /** What a boot came to. */
  enum End {
    JOINED,
    DEGRADED,
    FAILED,
    STOPPED,
    CUT
  }

  /**
   * How it ended.
   *
   * @param code of its failure
   * @param happened the faults that it met; it may have ended before others
   * @param wrong what should not be so; empty where all is well
   * @param told what it came to, in a line
   * @param story what helps to see what went wrong
   */
  record Verdict(
      End end,
      @Nullable Code code,
      Set<LabFault> happened,
      List<String> wrong,
      String told,
      String story) {}

  /** One of the places for machines that boot beside each other. */
  record Slot(ControlPlane plane, Surroundings surroundings, Member member, String address) {}

  /** Boots, and once more without any fault. */
  Verdict run(Slot slot) throws InterruptedException, IOException {
    slot.surroundings().forget(slot.address());
    slot.plane().forget(slot.member().node());
    try (Guest guest = Guest.beginBoot(slot.member().layers())) {
      return new FaultyBoot(slot, guest, faults).run();
    }
  }

  @Override
  public String toString() {
    return "seed %d: %s".formatted(seed, faults);
  }
}
