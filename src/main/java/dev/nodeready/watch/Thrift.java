package dev.nodeready.watch;

import dev.nodeready.retry.Durations;
import dev.nodeready.retry.Time;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Keeps the memory of a process that stays within bounds: what only its start or a rare event
 * needed is given back. That takes a fifth of a second of the CPU, so that each time is twice as
 * long behind the one before it, up to an hour.
 */
final class Thrift {
  /** KiB, which are 50 MB. */
  private static final long MOST = 48_800;

  /** The start is over, and what it was compiled by has come to rest. */
  private static final Duration FIRST = Duration.ofMinutes(4);

  private static final Duration LONGEST = Duration.ofHours(1);

  private final LongSupplier resident;
  private final Runnable giveBack;
  private final Time time;
  private Duration pause = FIRST;
  private long last;

  /**
   * Begins now.
   *
   * @param resident KiB that the process has in memory
   * @param giveBack gives back what can be spared
   */
  Thrift(LongSupplier resident, Runnable giveBack, Time time) {
    this.resident = resident;
    this.giveBack = giveBack;
    this.time = time;
    last = time.nanos();
  }

  /** Gives back where there is too much, and it is time. */
  void look() {
    if (time.nanos() - last < pause.toNanos() || resident.getAsLong() <= MOST) {
      return;
    }
    giveBack.run();
    last = time.nanos();
    pause = Durations.doubled(pause, LONGEST);
  }
}
