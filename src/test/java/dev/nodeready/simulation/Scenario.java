package dev.nodeready.simulation;

import java.util.List;

/**
 * A bad day.
 *
 * @param name of a few words
 * @param named whether EC2 is asked for each node's name
 * @param spread microseconds within which all boot
 * @param registry while it cannot be reached
 * @param network while EC2 and the API server cannot
 */
record Scenario(String name, boolean named, long spread, Outage registry, Outage network) {
  private static final long AT_ONCE = 2 * Micros.SECOND;
  private static final Outage ZONE_AWAY = new Outage(0, 3 * Micros.MINUTE);

  static final Scenario NAMES =
      new Scenario("names from EC2", true, AT_ONCE, Outage.NONE, Outage.NONE);
  static final Scenario AT_ONCE_ALL =
      new Scenario("all at once", false, AT_ONCE, Outage.NONE, Outage.NONE);
  static final Scenario REGISTRY =
      new Scenario(
          "registry down for 10 min",
          false,
          AT_ONCE,
          new Outage(0, 10 * Micros.MINUTE),
          Outage.NONE);
  static final Scenario ZONE =
      new Scenario("zone back after 3 min", false, AT_ONCE, ZONE_AWAY, ZONE_AWAY);

  /** From when on all can be reached. */
  long whole() {
    return Math.max(registry.until(), network.until());
  }

  static final List<Scenario> ALL = List.of(AT_ONCE_ALL, ZONE, REGISTRY, NAMES);
}
