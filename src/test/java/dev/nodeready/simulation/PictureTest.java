package dev.nodeready.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The picture, and the one in the documents. */
class PictureTest {
  @Test
  void has_a_panel_for_each_day_and_a_line_for_each_policy() {
    Map<Policy, Outcome> day = new LinkedHashMap<>();
    Policy.ALL.forEach(policy -> day.put(policy, Fleet.run(Scenario.ZONE, policy, 50, 1)));
    String svg = Picture.of(50, Map.of(Scenario.ZONE, day));
    assertThat(svg.split("<polyline", -1)).hasSize(Policy.ALL.size() + 1);
    assertThat(svg)
        .contains("prefers-color-scheme:dark", Scenario.ZONE.name(), "50 nodes")
        .contains(Policy.ALL.stream().map(Policy::name).toList());
  }

  @Test
  void the_documents_show_the_days_and_policies_of_now() throws Exception {
    String page = Files.readString(Path.of(".github/FLEET.md"));
    String svg = Files.readString(Path.of(".github/fleet.svg"));
    assertThat(page).contains("](fleet.svg)", "src/bench/fleet");
    for (Scenario day : Scenario.ALL) {
      assertThat(svg).contains(day.name());
      assertThat(page).contains(day.name() + ", 10,000 nodes", day.name() + ", 100,000 nodes");
    }
    for (Policy policy : Policy.ALL) {
      assertThat(svg).contains(policy.name());
      assertThat(page).contains("| " + policy.name() + " |");
    }
  }

  @Test
  void the_table_of_the_documents_is_what_the_simulation_says() throws Exception {
    String page = Files.readString(Path.of(".github/FLEET.md"));
    Outcome outcome = Fleet.run(Scenario.ZONE, Policy.OURS, 10_000, FleetBench.SEED);
    assertThat(page).contains(Table.line(Scenario.ZONE, Policy.OURS, outcome));
  }
}
