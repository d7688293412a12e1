package dev.nodeready.retry;

import dev.nodeready.failure.Failure;
import dev.nodeready.failure.FailureException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs something under a {@link RetryPolicy}: passing failures are tried again, permanent ones end
 * it at once.
 */
public final class Retry {
  /** Below what the boot itself says, so that whoever wants to hear more of it hears this too. */
  private static final Logger LOG = LoggerFactory.getLogger("boot.attempts");

  private final RetryPolicy policy;
  private final DoubleSupplier random;
  private final Listener listener;
  private final Function<Failure, Duration> atLeast;
  private final Function<Failure, RetryPolicy> policies;
  private final Pause pauses;
  private final String subject;

  private Retry(
      RetryPolicy policy,
      DoubleSupplier random,
      Listener listener,
      Function<Failure, Duration> atLeast,
      Function<Failure, RetryPolicy> policies,
      Pause pauses,
      String subject) {
    this.policy = policy;
    this.random = random;
    this.listener = listener;
    this.atLeast = atLeast;
    this.policies = policies;
    this.pauses = pauses;
    this.subject = subject;
  }

  /** What one attempt does. */
  @FunctionalInterface
  public interface Attempt<T> {
    /**
     * Tries once.
     *
     * @param number from 1
     * @param deadline when all of it must have ended
     */
    T run(int number, Deadline deadline) throws InterruptedException;
  }

  /** Hears of each attempt that failed and will be repeated. */
  @FunctionalInterface
  public interface Listener {
    /** Called before the pause. */
    void failed(int attempt, Failure failure, Duration pause, Duration left);
  }

  /** How to let time pass between two attempts. */
  @FunctionalInterface
  public interface Pause {
    /** Sleeps the pause out. */
    Pause SLEEP = (failed, pause, time) -> time.sleep(pause);

    /**
     * Pauses; returns earlier where something happened that the failed attempt had lacked.
     *
     * @param failed how the attempt ended
     * @param pause the longest, more than zero
     */
    void pause(FailureException failed, Duration pause, Time time) throws InterruptedException;
  }

  /** Retries by the policy and tells nobody. */
  public static Retry with(RetryPolicy policy) {
    return new Retry(
        policy,
        () -> ThreadLocalRandom.current().nextDouble(),
        (attempt, failure, pause, left) -> {},
        failure -> Duration.ZERO,
        failure -> policy,
        Pause.SLEEP,
        "");
  }

  /** The same, telling {@code other} of each failed attempt. */
  public Retry telling(Listener other) {
    return new Retry(policy, random, other, atLeast, policies, pauses, subject);
  }

  /** The same with another source of jitter. */
  public Retry drawing(DoubleSupplier other) {
    return new Retry(policy, other, listener, atLeast, policies, pauses, subject);
  }

  /** The same with pauses no shorter than the other side asked for after a failure. */
  public Retry pausingAtLeast(Function<Failure, Duration> other) {
    return new Retry(policy, random, listener, other, policies, pauses, subject);
  }

  /** The same whose pauses go by another policy after some failures; the budget stays. */
  public Retry pausingBy(Function<Failure, RetryPolicy> other) {
    return new Retry(policy, random, listener, atLeast, other, pauses, subject);
  }

  /** The same with pauses that an event may end. */
  public Retry pausing(Pause other) {
    return new Retry(policy, random, listener, atLeast, policies, other, subject);
  }

  /** The same, which tells what it waits for while it does. */
  public Retry waitingFor(String what) {
    return new Retry(policy, random, listener, atLeast, policies, pauses, what);
  }

  /**
   * Tries until it works, a failure is permanent, or the policy's budget (inside {@code outer})
   * ends.
   *
   * @throws FailureException the last failure
   * @throws InterruptedException when the boot is being stopped
   */
  public <T> T run(Deadline outer, Attempt<T> attempt) throws InterruptedException {
    Deadline deadline = outer.within(policy.budget());
    for (int number = 1; ; number++) {
      try {
        T result = attempt.run(number, deadline);
        if (number > 1) {
          Waits.over();
        }
        return result;
      } catch (FailureException e) {
        pauseOrGiveUp(e, number, deadline);
      }
    }
  }

  private void tell(Failure failure, int number, Deadline deadline) {
    if (!subject.isEmpty()) {
      LOG.debug("{}, attempt {}: {}", subject, number, failure.happened());
      Waits.tell(Waiting.of(subject, failure, deadline));
    }
  }

  private static String why(Duration asked, Duration left) {
    return asked.compareTo(left) < 0
        ? "too little time is left for another"
        : "%d s were asked for, and %d s are left"
            .formatted(asked.toSeconds(), Waits.roundedUp(left));
  }

  private void pauseOrGiveUp(FailureException e, int number, Deadline deadline)
      throws InterruptedException {
    Duration asked = atLeast.apply(e.failure());
    Duration left = deadline.left();
    if (e.failure().permanent()) {
      throw e;
    }
    Duration pause =
        policies
            .apply(e.failure())
            .pauseWithin(number, asked, left, random)
            .orElseThrow(() ->
                e.failure().after(number, deadline.elapsed(), why(asked, left)).asException(e));
    listener.failed(number, e.failure(), pause, left);
    tell(e.failure(), number, deadline);
    pauses.pause(e, pause, deadline.time());
  }
}
