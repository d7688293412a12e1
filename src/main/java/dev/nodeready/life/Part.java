package dev.nodeready.life;

import dev.nodeready.failure.Failure;
import java.util.List;

/** One kind of what a machine has of a node. */
@FunctionalInterface
interface Part {
  /**
   * Looks for what is there now, and changes nothing.
   *
   * @throws dev.nodeready.failure.FailureException when that cannot be seen
   */
  Found look() throws InterruptedException;

  /**
   * What is there.
   *
   * @param goes what is to go, in this order
   * @param stays what is left alone, each with why
   * @param looks what somebody has to look at
   */
  record Found(List<Removal> goes, List<String> stays, List<Failure> looks) {
    static final Found NOTHING = new Found(List.of(), List.of(), List.of());

    Found(List<Removal> goes) {
      this(goes, List.of(), List.of());
    }

    public Found {
      goes = List.copyOf(goes);
      stays = List.copyOf(stays);
      looks = List.copyOf(looks);
    }

    /** What only stays. */
    static Found staying(List<String> stays) {
      return new Found(List.of(), stays, List.of());
    }
  }
}
