package dev.nodeready.net;

import dev.nodeready.ready.Trigger;
import dev.nodeready.retry.Deadline;
import dev.nodeready.retry.Time;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * An event whenever this machine's way to somebody becomes another one: an address or a route came,
 * or other servers are asked for names. For whoever has failed to reach somebody and would else try
 * again too late. For one thread.
 *
 * <p>The first wait compares with a machine without any network, so that what came behind the
 * attempt that failed is not missed; at worst that attempt is repeated once without a pause.
 */
public final class RouteTrigger implements Trigger {
  /** Between two looks, each of which takes some 50 microseconds, while the wait is young. */
  private static final Duration QUICK = Duration.ofMillis(4);

  /** With a wait that lasts; what tries again then still does so within 20 ms. */
  private static final Duration SLOW = Duration.ofMillis(15);

  private static final int SHARE = 250;

  private final List<InetAddress> destinations;
  private final NameServers names;
  private final Routes routes;
  private final Time time;
  private final long since;
  private String before;

  RouteTrigger(List<InetAddress> destinations, NameServers names, Routes routes, Time time) {
    this.destinations = List.copyOf(destinations);
    this.names = names;
    this.routes = routes;
    this.time = time;
    since = time.nanos();
    before = none();
  }

  /**
   * Watches the ways to hosts.
   *
   * @param uris whose hosts count; for a name, which cannot be resolved as long as there is no
   *     network, the default routes and the name servers count
   */
  public static RouteTrigger to(List<URI> uris, Time time) {
    List<InetAddress> destinations = new ArrayList<>();
    boolean named = false;
    for (URI uri : uris) {
      InetAddress literal = NoProxy.literal(Dialer.host(uri));
      if (literal == null) {
        named = true;
      } else {
        destinations.add(literal);
      }
    }
    if (named) {
      destinations.addAll(NameServers.ANYBODY);
    }
    return new RouteTrigger(
        destinations, named ? NameServers.OF_MACHINE : NameServers.NONE, Routes.KERNEL, time);
  }

  @Override
  public void await(Duration atMost) throws InterruptedException {
    Deadline deadline = Deadline.after(atMost, time);
    while (!changed() && !deadline.passed()) {
      time.sleep(deadline.atMost(pace()));
    }
  }

  /** Whether there was an event since this or {@link #await} was called last. */
  boolean changed() {
    String now = look();
    boolean changed = !now.equals(before);
    before = now;
    return changed;
  }

  /** How long to leave the kernel alone before the next look. */
  private Duration pace() {
    Duration share = Duration.ofNanos((time.nanos() - since) / SHARE);
    return share.compareTo(QUICK) < 0 ? QUICK : share.compareTo(SLOW) > 0 ? SLOW : share;
  }

  private String look() {
    StringBuilder all = new StringBuilder();
    destinations.forEach(destination -> all.append(routes.to(destination)).append(' '));
    return all.append(names.stamp()).toString();
  }

  private String none() {
    return " ".repeat(destinations.size()) + names.stamp();
  }
}
