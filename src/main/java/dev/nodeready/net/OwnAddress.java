package dev.nodeready.net;

import dev.nodeready.retry.Deadline;
import dev.nodeready.retry.Time;
import dev.nodeready.retry.Waiting;
import dev.nodeready.retry.Waits;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The address that this machine shows to others: the one with which its default route leaves it.
 */
public final class OwnAddress {
  private static final URI ANYBODY = URI.create("https://anybody");

  private final boolean ipv6;
  private final List<InetAddress> destinations;
  private final Routes routes;

  OwnAddress(boolean ipv6, URI besides, Routes routes) {
    this.ipv6 = ipv6;
    this.routes = routes;
    destinations = new ArrayList<>();
    NameServers.ANYBODY.forEach(this::consider);
    InetAddress literal = NoProxy.literal(Dialer.host(besides));
    if (literal != null) {
      consider(literal);
    }
  }

  /**
   * Finds it.
   *
   * @param ipv6 the family
   * @param besides whose host may be asked for the way to, if it is an address, where there is no
   *     default route
   */
  public static OwnAddress of(boolean ipv6, URI besides) {
    return new OwnAddress(ipv6, besides, Routes.KERNEL);
  }

  /** The address as it is now; empty while no route leads anywhere. */
  public String now() {
    for (InetAddress destination : destinations) {
      String own = routes.to(destination);
      if (!own.isEmpty()) {
        return own;
      }
    }
    return "";
  }

  /** The address, waited for as long as there is none; empty where none came within the limit. */
  public String await(Duration limit, Time time) throws InterruptedException {
    RouteTrigger changes = RouteTrigger.to(List.of(ANYBODY), time);
    boolean _ =
        Waits.until(
            atMost -> {
              if (now().isEmpty()) {
                changes.await(atMost);
              }
              return !now().isEmpty();
            },
            Deadline.after(limit, time),
            left ->
                Waiting.of(
                    "an address of this machine",
                    "it has no default route for " + (ipv6 ? "IPv6" : "IPv4") + " yet",
                    left));
    return now();
  }

  private void consider(InetAddress destination) {
    if (destination instanceof Inet6Address == ipv6) {
      destinations.add(destination);
    }
  }
}
