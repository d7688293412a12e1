package dev.nodeready.retry;

import java.time.Duration;
import java.util.function.Function;

/**
 * The one way in which waits are told: whoever waits, for an answer, a program or another attempt,
 * tells here, and it reaches whoever has the work of this thread done, such as the step of a boot.
 * Nobody in between passes it on. What is heard here is also what systemd's limits go by.
 */
public final class Waits {
  /** How long at most a wait that is young goes on without a word. */
  private static final Duration TICK = Duration.ofSeconds(1);

  private static final ScopedValue<WaitListener> HEARS = ScopedValue.newInstance();

  /** Passes on to whoever hears of the waits of the thread that tells. */
  public static final WaitListener HEARD =
      new WaitListener() {
        @Override
        public void waiting(Waiting waiting) {
          tell(waiting);
        }

        @Override
        public void over() {
          Waits.over();
        }
      };

  private Waits() {}

  /** Waits for a moment only. */
  @FunctionalInterface
  public interface Slice {
    /**
     * Waits no longer than {@code atMost}.
     *
     * @return whether what is waited for has come
     */
    boolean await(Duration atMost) throws InterruptedException;
  }

  /** Does work whose waits {@code listener} hears of, and nobody else. */
  public static <T, X extends Throwable> T heardBy(
      WaitListener listener, ScopedValue.CallableOp<T, X> work) throws X {
    return ScopedValue.where(HEARS, listener).call(work);
  }

  /** Tells whoever has this thread's work done. */
  public static void tell(Waiting waiting) {
    listener().waiting(waiting);
  }

  /** Tells that what was waited for is there, or will not come. */
  public static void over() {
    listener().over();
  }

  /**
   * Waits, and tells so each second, and less often what takes long.
   *
   * @param now how the wait stands, by its deadline
   * @return whether it came before the deadline
   */
  public static boolean until(Slice slice, Deadline deadline, Function<Deadline, Waiting> now)
      throws InterruptedException {
    if (slice.await(deadline.atMost(TICK))) {
      return true;
    }
    try {
      while (!deadline.passed()) {
        tell(now.apply(deadline));
        if (slice.await(deadline.atMost(Ticks.after(TICK, deadline.elapsed())))) {
          return true;
        }
      }
      return false;
    } finally {
      over();
    }
  }

  /** Whole seconds for people, up to which something may take: never fewer than it has. */
  public static long roundedUp(Duration left) {
    return left.plusSeconds(1).minusNanos(1).toSeconds();
  }

  private static WaitListener listener() {
    return HEARS.isBound() ? HEARS.get() : WaitListener.none();
  }
}
