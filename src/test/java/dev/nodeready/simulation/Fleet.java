package dev.nodeready.simulation;

import java.util.ArrayList;
import java.util.List;

/**
 * So many nodes on one bad day. Each asks EC2 for its name where the scenario says so, pulls the
 * sandbox image, and has kubelet join; beside that the product proves the join. What is not here:
 * an archive with the image, which spares the registry, the images of the pod network, and the
 * network in between.
 */
final class Fleet {
  /** A day that has not ended by then has lost who is not Ready. */
  private static final long HORIZON = 6 * 60 * Micros.MINUTE;

  private final World world;
  private final List<Machine> machines = new ArrayList<>();
  private final List<Talk> proofs = new ArrayList<>();

  private Fleet(Scenario scenario, Policy policy, int nodes, long seed) {
    world = new World(scenario, seed);
    for (int node = 0; node < nodes; node++) {
      add(scenario, policy, node, nodes + node);
    }
  }

  /** Runs a day to its end; the same seed gives the same day. */
  static Outcome run(Scenario scenario, Policy policy, int nodes, long seed) {
    return new Fleet(scenario, policy, nodes, seed).run();
  }

  private void add(Scenario scenario, Policy policy, int node, int prover) {
    Pacing pacing = policy.proof();
    Runnable kubeletStarts = pacing == null ? () -> {} : () -> world.events().after(0, prover);
    Machine machine = new Machine(world, policy, node, scenario.named(), kubeletStarts);
    machines.add(machine);
    if (pacing != null) {
      proofs.add(new Talk(world, prover, pacing, Requests.ofProof(world.api())));
    }
    machine.start((long) (world.random() * scenario.spread()));
  }

  private Outcome run() {
    Events events = world.events();
    while (!events.isEmpty() && events.now() < HORIZON) {
      int actor = events.next();
      if (actor < machines.size()) {
        machines.get(actor).wake();
      } else {
        proofs.get(actor - machines.size()).goOn();
      }
    }
    long[] ready =
        machines.stream().filter(Machine::isReady).mapToLong(Machine::toReady).sorted().toArray();
    return new Outcome(
        machines.size(), ready, world.ec2().book(), world.registry().book(), world.api().book());
  }
}
