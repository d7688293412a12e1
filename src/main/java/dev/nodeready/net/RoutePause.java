package dev.nodeready.net;

import dev.nodeready.failure.FailureException;
import dev.nodeready.retry.Retry;
import dev.nodeready.retry.Time;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Pauses between attempts to reach somebody. Where nobody was reached, a pause ends as soon as the
 * way there becomes another one. For the attempts of one call.
 */
public final class RoutePause implements Retry.Pause {
  private static final Duration SHORTEST = Duration.ofMillis(2);
  private static final int SHARE = 20;

  private final List<URI> uris;
  private final boolean near;
  private @Nullable RouteTrigger trigger;
  private long refusedSince;
  private boolean refused;

  private RoutePause(List<URI> uris, boolean near) {
    this.uris = List.copyOf(uris);
    this.near = near;
  }

  /** Before another attempt to reach a host of these. */
  public static RoutePause to(List<URI> uris) {
    return new RoutePause(uris, false);
  }

  /**
   * The same where the hosts are part of this machine or the next hop: who refuses there is about
   * to come up, so after a small share of the time that it has done so it is asked again.
   */
  public static RoutePause toNear(List<URI> uris) {
    return new RoutePause(uris, true);
  }

  @Override
  public void pause(FailureException failed, Duration pause, Time time)
      throws InterruptedException {
    if (failed.getCause() instanceof CallException call && call.unreached()) {
      boolean soon = near && call.stage() == CallException.Stage.REFUSED;
      Duration most = soon ? ofRefused(pause, time) : pause;
      refused = soon;
      ways(time).await(most);
    } else {
      refused = false;
      time.sleep(pause);
    }
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
      trigger = RouteTrigger.to(uris, time);
    }
    return trigger;
  }
}
