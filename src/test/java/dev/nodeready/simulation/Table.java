package dev.nodeready.simulation;

import java.util.Locale;

/** Outcomes as lines of Markdown. */
final class Table {
  private Table() {}

  static String head(Scenario scenario, int nodes) {
    return """

    %s, %,d nodes

    | policy | p50 to Ready | p99 | lost | wasted per node | peak EC2 | registry | API server |
    | --- | --- | --- | --- | --- | --- | --- | --- |
    """
        .formatted(scenario.name(), nodes);
  }

  static String line(Scenario scenario, Policy policy, Outcome outcome) {
    return String.format(
        Locale.ROOT,
        "| %s | %s | %s | %s | %.1f | %,d/s | %,d/s | %,d/s |%n",
        policy.name(),
        time(outcome.percentile(50)),
        time(outcome.percentile(99)),
        outcome.lost() == 0 ? "0" : percent(outcome),
        outcome.wasted(),
        outcome.ec2().peakFrom(scenario.whole()),
        outcome.registry().peakFrom(scenario.whole()),
        outcome.api().peakFrom(scenario.whole()));
  }

  private static String percent(Outcome outcome) {
    return String.format(Locale.ROOT, "%.1f %%", 100.0 * outcome.lost() / outcome.nodes());
  }

  private static String time(long micros) {
    if (micros < 0) {
      return "never";
    }
    double seconds = (double) micros / Micros.SECOND;
    return seconds < 120
        ? String.format(Locale.ROOT, "%.1f s", seconds)
        : String.format(Locale.ROOT, "%.1f min", seconds / 60);
  }
}
