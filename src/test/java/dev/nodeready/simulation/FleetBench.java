package dev.nodeready.simulation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** {@code src/bench/fleet}: prints the table of each size of fleet, and draws the first. */
final class FleetBench {
  static final long SEED = 20;

  private FleetBench() {}

  /** Told are the file for the picture, then sizes of fleets. */
  public static void main(String[] arguments) throws IOException {
    for (int i = 1; i < arguments.length; i++) {
      int nodes = Integer.parseInt(arguments[i]);
      Map<Scenario, Map<Policy, Outcome>> days = new LinkedHashMap<>();
      for (Scenario scenario : Scenario.ALL) {
        System.out.print(Table.head(scenario, nodes));
        Map<Policy, Outcome> day = days.computeIfAbsent(scenario, _ -> new LinkedHashMap<>());
        for (Policy policy : Policy.ALL) {
          Outcome outcome = Fleet.run(scenario, policy, nodes, SEED);
          day.put(policy, outcome);
          System.out.print(Table.line(scenario, policy, outcome));
        }
      }
      if (i == 1) {
        Files.writeString(Path.of(arguments[0]), Picture.of(nodes, days));
      }
    }
  }
}
