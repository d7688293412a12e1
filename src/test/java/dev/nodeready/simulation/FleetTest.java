package dev.nodeready.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The model, and what {@code .github/FLEET.md} says that it shows. */
class FleetTest {
  private static final int NODES = 4000;
  private static final long SEED = 20;

  @Test
  void a_fleet_of_one_is_ready_in_the_sum_of_its_service_times() {
    long join = Requests.READS * ApiServer.READ + Requests.WRITES * ApiServer.WRITE;
    long pull = Registry.SERVICE + Registry.TRANSFER;
    assertThat(Fleet.run(Scenario.AT_ONCE_ALL, Policy.OURS, 1, SEED).ready())
        .containsExactly(Machine.LOCAL + pull + join);
    assertThat(Fleet.run(Scenario.NAMES, Policy.THREE_TRIES, 1, SEED).ready())
        .containsExactly(Machine.LOCAL + Ec2Api.SERVICE + pull + join);
  }

  static Stream<Arguments> days() {
    return Scenario.ALL.stream()
        .flatMap(day -> Policy.ALL.stream().map(policy -> Arguments.of(day, policy)));
  }

  @ParameterizedTest
  @MethodSource("days")
  void no_node_and_no_request_is_missing_in_the_books(Scenario day, Policy policy) {
    Outcome outcome = Fleet.run(day, policy, 500, SEED);
    int ready = outcome.ready().length;
    for (Book book : new Book[] {outcome.ec2(), outcome.registry(), outcome.api()}) {
      assertThat(book.asked()).isEqualTo(book.served() + book.refused());
    }
    int perNode = Requests.READS + Requests.WRITES + (policy.proof() == null ? 0 : 3);
    assertThat(outcome.api().served()).isEqualTo((long) ready * perNode);
    assertThat(outcome.registry().served()).isEqualTo((long) ready * Registry.REQUESTS);
    assertThat(outcome.shareBy(Long.MAX_VALUE)).isEqualTo((double) ready / 500);
  }

  @Test
  void the_same_seed_gives_the_same_day_and_another_one_another() {
    long[] day = Fleet.run(Scenario.NAMES, Policy.OURS, 500, SEED).ready();
    assertThat(Fleet.run(Scenario.NAMES, Policy.OURS, 500, SEED).ready()).isEqualTo(day);
    assertThat(Fleet.run(Scenario.NAMES, Policy.OURS, 500, SEED + 1).ready()).isNotEqualTo(day);
  }

  @Test
  void ec2_serves_no_more_than_its_tokens() {
    Outcome outcome = Fleet.run(Scenario.NAMES, Policy.OURS, NODES, SEED);
    long last = outcome.percentile(100) + Scenario.NAMES.spread();
    assertThat(outcome.ec2().served())
        .isEqualTo(NODES)
        .isLessThanOrEqualTo(Ec2Api.BUCKET + Ec2Api.PER_SECOND * last / Micros.SECOND);
  }

  @Test
  void a_registry_that_is_down_for_ten_minutes_costs_us_no_node_and_three_tries_all() {
    Outcome ours = Fleet.run(Scenario.REGISTRY, Policy.OURS, NODES, SEED);
    assertThat(ours.lost()).isZero();
    assertThat(ours.percentile(99)).isLessThan(11 * Micros.MINUTE);
    assertThat(Fleet.run(Scenario.REGISTRY, Policy.THREE_TRIES, NODES, SEED).lost())
        .isEqualTo(NODES);
    assertThat(Fleet.run(Scenario.REGISTRY, Policy.SDK, NODES, SEED).lost()).isEqualTo(NODES);
  }

  @Test
  void three_tries_lose_most_where_nothing_is_down_but_all_come_at_once() {
    assertThat(Fleet.run(Scenario.NAMES, Policy.THREE_TRIES, NODES, SEED).lost())
        .isGreaterThan(NODES * 9 / 10);
    assertThat(Fleet.run(Scenario.NAMES, Policy.OURS, NODES, SEED).lost()).isZero();
  }

  @Test
  void jitter_halves_the_peak_behind_an_outage_and_the_time_until_all_are_back() {
    Outcome ours = Fleet.run(Scenario.ZONE, Policy.OURS, NODES, SEED);
    Outcome plain = Fleet.run(Scenario.ZONE, Policy.NO_JITTER, NODES, SEED);
    long back = Scenario.ZONE.whole();
    assertThat(ours.registry().peakFrom(back)).isLessThan(plain.registry().peakFrom(back) * 7 / 10);
    assertThat(ours.percentile(99) - back).isLessThan((plain.percentile(99) - back) * 7 / 10);
  }

  @Test
  void kubelets_own_pauses_cost_minutes_after_the_outage() {
    assertThat(Fleet.run(Scenario.REGISTRY, Policy.KUBELET, NODES, SEED).percentile(99))
        .isGreaterThan(2 * Fleet.run(Scenario.REGISTRY, Policy.OURS, NODES, SEED).percentile(99));
  }

  @Test
  void the_pauses_of_the_throttled_spare_half_of_the_requests_and_cost_no_time() {
    Outcome slow = Fleet.run(Scenario.NAMES, Policy.OURS, NODES, SEED);
    Outcome quick = Fleet.run(Scenario.NAMES, Policy.AS_IF_DOWN, NODES, SEED);
    assertThat(slow.wasted()).isLessThan(quick.wasted() * 0.6);
    assertThat((double) slow.percentile(99)).isLessThan(quick.percentile(99) * 1.1);
    assertThat(slow.ec2().peakFrom(0)).isLessThan(quick.ec2().peakFrom(0) * 7 / 10);
  }
}
