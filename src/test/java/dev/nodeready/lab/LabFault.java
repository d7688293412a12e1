package dev.nodeready.lab;

import dev.nodeready.catalogue.Code;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Trouble at a time of a boot.
 *
 * @param from since its begin; zero: from before it
 * @param until not any more then; {@link #NEVER} where it does not pass
 */
record LabFault(LabTrouble trouble, Duration from, Duration until) {
  static final Duration NEVER = Duration.ofDays(1);

  /** One in so many never passes. */
  private static final int LASTING = 4;

  private static final int LATEST_MILLIS = 4_000;
  private static final int SHORTEST_MILLIS = 100;
  private static final int LONGEST_MILLIS = 4_000;

  /** Any; from before the boot half of the time, where it can be. */
  static LabFault draw(RandomGenerator random) {
    LabTrouble[] all = LabTrouble.values();
    LabTrouble trouble = all[random.nextInt(all.length)];
    boolean before = random.nextBoolean();
    Duration at = Duration.ofMillis(random.nextInt(LATEST_MILLIS));
    Duration from = trouble.isBefore() || (before && !trouble.isWithin()) ? Duration.ZERO : at;
    Duration until =
        random.nextInt(LASTING) == 0
            ? NEVER
            : from.plusMillis(random.nextInt(SHORTEST_MILLIS, LONGEST_MILLIS));
    return new LabFault(trouble, from, until);
  }

  boolean lasts() {
    return until.equals(NEVER);
  }

  /** Whether a boot may end so by it: others wait until it has passed. */
  boolean mayEndBootsBy(Code code) {
    return (lasts() || trouble.kind() == LabTrouble.Kind.REFUSES) && trouble.explains(code);
  }

  /** Whether no boot can get past it. */
  boolean isAlways() {
    return from.isZero() && lasts() && trouble.stopsAll();
  }

  /** Whether it is done in the same place as another one, so that the end of one ends both. */
  boolean excludes(LabFault other) {
    return trouble == other.trouble || trouble.place().equals(other.trouble.place());
  }

  @Override
  public String toString() {
    return "%s from %s %s".formatted(trouble, from, lasts() ? "for ever" : "until " + until);
  }
}
