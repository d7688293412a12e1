package dev.nodeready.records;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;

class SideThreadTest {
  private static final Duration LONG = Duration.ofSeconds(10);

  private final List<String> done = new CopyOnWriteArrayList<>();

  @Test
  void what_waits_at_the_end_is_done_in_its_order() throws Exception {
    SideThread beside = new SideThread("test", 10);
    List.of("one", "two", "three").forEach(each -> beside.execute(() -> done.add(each)));

    beside.end(LONG);

    assertThat(done).containsExactly("one", "two", "three");
  }

  @Test
  void what_comes_behind_the_end_is_dropped() throws Exception {
    SideThread beside = new SideThread("test", 10);
    beside.end(LONG);

    beside.execute(() -> done.add("late"));
    beside.end(LONG);

    assertThat(done).isEmpty();
  }

  @Test
  void more_than_may_wait_is_dropped_and_the_boot_goes_on() throws Exception {
    SideThread beside = new SideThread("test", 2);
    Semaphore stuck = new Semaphore(0);
    CountDownLatch begun = new CountDownLatch(1);
    beside.execute(() -> {
      begun.countDown();
      stuck.acquireUninterruptibly();
    });
    begun.await();

    List.of("one", "two", "three").forEach(each -> beside.execute(() -> done.add(each)));
    stuck.release();
    beside.end(LONG);

    assertThat(done).containsExactly("one", "two");
  }

  @Test
  void a_task_that_is_stuck_holds_up_no_end() throws Exception {
    SideThread beside = new SideThread("test", 2);
    Semaphore stuck = new Semaphore(0);
    beside.execute(stuck::acquireUninterruptibly);
    beside.execute(() -> done.add("behind"));

    beside.end(Duration.ofMillis(1));

    assertThat(done).isEmpty();
    stuck.release();
    beside.end(LONG);
    assertThat(done).containsExactly("behind");
  }

  @Test
  void an_error_in_a_task_costs_that_task_alone() throws Exception {
    SideThread beside = new SideThread("test", 2);
    beside.execute(() -> {
      throw new IllegalStateException("of this test");
    });
    beside.execute(() -> done.add("next"));

    beside.end(LONG);

    assertThat(done).containsExactly("next");
  }
}
