package dev.nodeready.retry;

import java.time.Duration;

/** A moment after which something has failed, on a clock that no time synchronisation moves. */
public final class Deadline {
  private final Time time;
  private final long start;
  private final long end;

  private Deadline(Time time, long start, long end) {
    this.time = time;
    this.start = start;
    this.end = end;
  }

  /** The deadline that lies {@code budget} from now; a negative budget counts as none left. */
  public static Deadline after(Duration budget, Time time) {
    long start = time.nanos();
    return new Deadline(time, start, start + Math.max(0, budget.toNanos()));
  }

  /** A deadline from now that is {@code budget} away or this one, whichever comes first. */
  public Deadline within(Duration budget) {
    long now = time.nanos();
    long wanted = now + Math.max(0, budget.toNanos());
    return new Deadline(time, now, wanted - end < 0 ? wanted : end);
  }

  /** What is left, never negative. */
  public Duration left() {
    return Duration.ofNanos(Math.max(0, end - time.nanos()));
  }

  /** What went by since this deadline was made. */
  public Duration elapsed() {
    return Duration.ofNanos(time.nanos() - start);
  }

  /** Whether nothing is left. */
  public boolean passed() {
    return time.nanos() - end >= 0;
  }

  /** {@code wish}, or what is left where that is less. */
  public Duration atMost(Duration wish) {
    Duration left = left();
    return left.compareTo(wish) < 0 ? left : wish;
  }

  /** The clock that this deadline goes by. */
  public Time time() {
    return time;
  }
}
