package dev.nodeready.join;

import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import dev.nodeready.net.RoutePause;
import dev.nodeready.retry.RetryPolicy;
import dev.nodeready.retry.Time;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/** The pauses between two turns of the watch, which grow where turns fail or find nothing. */
public final class ApiPauses {
  /** The longest behind turns that fail while somebody waits for what they would see. */
  static final Duration AWAITED = Duration.ofSeconds(4);

  /** A call within the pause of one that failed would fail alike. */
  private static final Duration FIRST = Duration.ofMillis(250);

  /** Behind turns that found nothing to wait for, such as a watch that is ended at once. */
  private static final RetryPolicy MOMENTS =
      RetryPolicy.doubling(Duration.ofDays(1), Duration.ofMillis(50), Duration.ofSeconds(4));

  /** A turn that took longer has waited for something. */
  private static final Duration TURN = Duration.ofSeconds(1);

  /** Failures that a route or a name server may mend the moment that it comes. */
  private static final Set<Code> UNREACHED =
      Set.of(
          Code.JOIN_API_UNRESOLVED, Code.JOIN_API_SILENT, Code.JOIN_API_REFUSED, Code.JOIN_PROXY);

  private final Time time;
  private final RetryPolicy failed;
  private @Nullable RoutePause ways;
  private int failures;
  private int moments;

  /**
   * By a clock.
   *
   * @param longest pause behind turns that fail
   */
  ApiPauses(Time time, Duration longest) {
    this.time = time;
    failed = policy(longest);
  }

  /** The API server does what it is asked for. */
  void answered() {
    failures = 0;
  }

  /**
   * Behind a turn that went well.
   *
   * @param begun when it did, in {@link Time#nanos}
   */
  void afterTurn(long begun) throws InterruptedException {
    failures = 0;
    if (time.nanos() - begun < TURN.toNanos()) {
      time.sleep(MOMENTS.pauseAfter(++moments, () -> 1));
    } else {
      moments = 0;
    }
  }

  /**
   * The pause behind turns that failed in a row while somebody waits: at least half of its bound.
   *
   * @param failures how many, from 1
   * @param atLeast what the API server asked for
   * @param random evenly from 0 (inclusive) to 1 (exclusive)
   */
  public static Duration afterFailures(int failures, Duration atLeast, DoubleSupplier random) {
    return pause(policy(AWAITED), failures, atLeast, random);
  }

  private static RetryPolicy policy(Duration longest) {
    return RetryPolicy.doubling(Duration.ofDays(1), FIRST, longest);
  }

  private static Duration pause(
      RetryPolicy policy, int failures, Duration atLeast, DoubleSupplier random) {
    Duration own = policy.pauseAfter(failures, () -> 0.5 + random.getAsDouble() / 2);
    return own.compareTo(atLeast) < 0 ? atLeast : own;
  }

  /**
   * Behind a turn that failed; another way to the API server, where nobody was reached, ends it.
   *
   * @param atLeast what the API server asked for
   * @param server that was asked; null for none
   */
  void afterFailure(Failure failure, Duration atLeast, @Nullable URI server)
      throws InterruptedException {
    failures++;
    Duration pause =
        pause(failed, failures, atLeast, () -> ThreadLocalRandom.current().nextDouble());
    if (server == null) {
      time.sleep(pause);
      return;
    }
    if (ways == null) {
      List<URI> servers = List.of(server);
      ways = RoutePause.to(() -> servers, failed -> UNREACHED.contains(failed.code()));
    }
    ways.pause(failure.asException(), pause, time);
  }
}
