package dev.nodeready.simulation;

import java.util.SplittableRandom;

/** What all nodes share: the clock, chance, and the servers. */
final class World {
  private final Events events = new Events();
  private final SplittableRandom random;
  private final Ec2Api ec2;
  private final Registry registry;
  private final ApiServer api;

  World(Scenario scenario, long seed) {
    random = new SplittableRandom(seed);
    ec2 = new Ec2Api(scenario.network());
    registry = new Registry(scenario.registry());
    api = new ApiServer(events, scenario.network());
  }

  Events events() {
    return events;
  }

  /** Evenly from 0 to 1. */
  double random() {
    return random.nextDouble();
  }

  Ec2Api ec2() {
    return ec2;
  }

  Registry registry() {
    return registry;
  }

  ApiServer api() {
    return api;
  }
}
