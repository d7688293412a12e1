package dev.nodeready.net;

import dev.nodeready.failure.Failure;
import dev.nodeready.failure.FailureException;
import dev.nodeready.retry.Retry;
import dev.nodeready.retry.Time;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Pauses between attempts to reach somebody. Where nobody was reached, a pause ends as soon as the
 * way there becomes another one. For the attempts of one call.
 */
public final class RoutePause implements Retry.Pause {
  private static final Duration SHORTEST = Duration.ofMillis(2);
  private static final int SHARE = 20;

  private final Supplier<List<URI>> uris;
  private final Predicate<FailureException> unreached;
  private final boolean near;
  private @Nullable RouteTrigger trigger;
  private long refusedSince;
  private boolean refused;

  private RoutePause(
      Supplier<List<URI>> uris, Predicate<FailureException> unreached, boolean near) {
    this.uris = uris;
    this.unreached = unreached;
    this.near = near;
  }

  /** Before another attempt to reach a host of these. */
  public static RoutePause to(List<URI> uris) {
    return new RoutePause(() -> uris, RoutePause::byCall, false);
  }

  /**
   * The same for failures that have been sorted, and do not tell any more which call it was.
   *
   * @param uris asked once, when nobody was reached
   * @param unreached whether a failure says so
   */
  public static RoutePause to(Supplier<List<URI>> uris, Predicate<Failure> unreached) {
    return new RoutePause(uris, failed -> unreached.test(failed.failure()), false);
  }

  /**
   * The same where the hosts are part of this machine or the next hop: who refuses there is about
   * to come up, so after a small share of the time that it has done so it is asked again.
   */
  public static RoutePause toNear(List<URI> uris) {
    return new RoutePause(() -> uris, RoutePause::byCall, true);
  }

  private static boolean byCall(FailureException failed) {
    return failed.getCause() instanceof CallException call && call.unreached();
  }

  @Override
  public void pause(FailureException failed, Duration pause, Time time)
      throws InterruptedException {
    if (unreached.test(failed)) {
      boolean soon = near && isRefused(failed);
      Duration most = soon ? ofRefused(pause, time) : pause;
      refused = soon;
      ways(time).await(most);
    } else {
      refused = false;
      time.sleep(pause);
    }
  }

  private static boolean isRefused(FailureException failed) {
    return failed.getCause() instanceof CallException call
        && call.stage() == CallException.Stage.REFUSED;
  }

  private Duration ofRefused(Duration most, Time time) {
    if (!refused) {
      refusedSince = time.nanos();
    }
    Duration share = Duration.ofNanos((time.nanos() - refusedSince) / SHARE);
    Duration wanted = share.compareTo(SHORTEST) < 0 ? SHORTEST : share;
    return wanted.compareTo(most) < 0 ? wanted : most;
  }

  private RouteTrigger ways(Time time) {
    if (trigger == null) {
      trigger = RouteTrigger.to(uris.get(), time);
    }
    return trigger;
  }
}
