package dev.nodeready.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The servers of the simulation, and its clock. */
class ServersTest {
  @Test
  void a_token_bucket_never_lets_more_through_than_its_size_and_rate() {
    TokenBucket bucket = new TokenBucket(100, 20);
    SplittableRandom random = new SplittableRandom(1);
    List<Long> taken = new ArrayList<>();
    for (long now = 0; now < Micros.MINUTE; now += random.nextLong(3 * Micros.MILLI)) {
      if (bucket.take(now, 1)) {
        taken.add(now);
      }
    }
    for (int from = 0; from < taken.size(); from += 7) {
      for (int to = from; to < taken.size(); to++) {
        double seconds = (double) (taken.get(to) - taken.get(from)) / Micros.SECOND;
        assertThat(to - from + 1).isLessThanOrEqualTo((int) (100 + 20 * seconds + 1e-6));
      }
    }
    // And no fewer: all that came back in a minute was used.
    assertThat(taken).hasSizeBetween(100 + 20 * 60 - 2, 100 + 20 * 60);
  }

  @Test
  void an_idle_bucket_holds_no_more_than_its_size() {
    TokenBucket bucket = new TokenBucket(3, 10);
    assertThat(bucket.take(Micros.MINUTE, 3)).isTrue();
    assertThat(bucket.take(Micros.MINUTE, 1)).isFalse();
  }

  @Test
  void events_come_in_the_order_of_time_and_of_actors_at_one_moment() {
    Events events = new Events();
    SplittableRandom random = new SplittableRandom(2);
    for (int actor = 0; actor < 5000; actor++) {
      events.after(random.nextLong(100), actor);
    }
    long before = -1;
    int count = 0;
    for (; !events.isEmpty(); count++) {
      int actor = events.next();
      long event = events.now() * 5000 + actor;
      assertThat(event).isGreaterThan(before);
      before = event;
    }
    assertThat(count).isEqualTo(5000);
  }

  @Test
  void images_share_the_wire_of_the_registry() {
    Registry registry = new Registry(Outage.NONE);
    assertThat(registry.pull(0).after()).isEqualTo(Registry.SERVICE + Registry.TRANSFER);
    assertThat(registry.pull(0).after()).isEqualTo(Registry.SERVICE + 2 * Registry.TRANSFER);
    for (int pull = 2; pull < Registry.PER_SECOND / Registry.REQUESTS; pull++) {
      assertThat(registry.pull(0).served()).isTrue();
    }
    assertThat(registry.pull(0).throttled()).isTrue();
  }

  @Test
  void a_full_level_queues_and_then_says_when_to_come_again() {
    Events events = new Events();
    Book book = new Book();
    PriorityLevel level = new PriorityLevel(events, book, Outage.NONE, 2, Micros.SECOND);
    for (int actor = 0; actor < 2 + PriorityLevel.QUEUED; actor++) {
      assertThat(level.ask(actor)).isNull();
    }
    Answer refusal = level.ask(9999);
    assertThat(refusal).isNotNull();
    assertThat(refusal.retryAfter()).isEqualTo(Micros.SECOND);
    List<Integer> order = new ArrayList<>();
    while (!events.isEmpty()) {
      order.add(events.next());
      level.done();
    }
    assertThat(order).hasSize(2 + PriorityLevel.QUEUED).isSorted();
    assertThat(events.now()).isEqualTo((2 + PriorityLevel.QUEUED) / 2 * Micros.SECOND);
    assertThat(book.asked()).isEqualTo(book.served() + book.refused());
  }
}
