package dev.nodeready.cri;

import io.grpc.Status;
import java.time.Duration;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Trouble at a time of a boot.
 *
 * @param from since its begin
 * @param until not any more then; more than any boot where it never passes
 * @param error what calls end with
 */
record Fault(Trouble trouble, Duration from, Duration until, Status error) {
  /** One in so many never passes. */
  private static final int LASTING = 5;

  /** What a runtime says so is not asked for ever. */
  private static final Set<Status.Code> FINAL =
      Set.of(Status.Code.UNIMPLEMENTED, Status.Code.PERMISSION_DENIED, Status.Code.UNAUTHENTICATED);

  private static final Duration NEVER = Duration.ofDays(1);
  private static final int LATEST_SECONDS = 60;
  private static final int LONGEST_MILLIS = 90_000;

  /** Any, at the begin of a boot half of the time. */
  static Fault draw(RandomGenerator random) {
    Trouble[] all = Trouble.values();
    Trouble trouble = all[random.nextInt(all.length)];
    Duration from =
        random.nextBoolean()
            ? Duration.ZERO
            : Duration.ofMillis(random.nextLong(1000L * LATEST_SECONDS));
    Duration until =
        random.nextInt(LASTING) == 0
            ? NEVER
            : from.plusMillis((long) Math.pow(LONGEST_MILLIS, random.nextDouble()));
    return new Fault(trouble, from, until, trouble.error(random));
  }

  /** Whether no boot can get past it. */
  boolean isAlways() {
    return from.isZero() && !passes() && trouble != Trouble.FLAPS;
  }

  /** Whether a boot may end by it: others wait until it has passed. */
  boolean mayEndBoots() {
    return trouble.isFinal() || FINAL.contains(error.getCode()) || !passes();
  }

  private boolean passes() {
    return until.compareTo(NEVER) < 0;
  }

  boolean isOn(Duration now) {
    return now.compareTo(from) >= 0 && now.compareTo(until) < 0;
  }

  /** Whether the runtime listens, as far as it goes by this. */
  boolean isUp(Duration now) {
    return switch (trouble) {
      case AWAY, KILLED -> !isOn(now);
      case FLAPS -> !isOn(now) || now.minus(from).toSeconds() % 8 >= 3;
      default -> true;
    };
  }

  @Override
  public String toString() {
    String end = passes() ? "until " + until : "for ever";
    return "%s (%s) from %s %s".formatted(trouble, error.getCode(), from, end);
  }
}
