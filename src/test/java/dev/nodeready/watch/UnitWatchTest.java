package dev.nodeready.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import dev.nodeready.retry.ManualTime;
import dev.nodeready.supervise.Daemon;
import dev.nodeready.supervise.SystemdSupervisor;
import dev.nodeready.systemd.ScriptedUnits;
import dev.nodeready.systemd.UnitState;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class UnitWatchTest {
  private static final String UNIT = Daemon.KUBELET.unit();

  private final ManualTime time = new ManualTime();
  private final ScriptedUnits units = new ScriptedUnits().is(ScriptedUnits.running(UNIT, 7));
  private final UnitWatch watch =
      new UnitWatch(Daemon.KUBELET, new SystemdSupervisor(units, time), time);

  @AfterEach
  void starts_and_stops_nothing() {
    watch.close();
    assertThat(units.calls()).isEmpty();
  }

  private List<Code> codes() throws InterruptedException {
    return watch.look().wrong().stream().map(Failure::code).toList();
  }

  private void restarted(int times) {
    units.is(ScriptedUnits.restarting(UNIT, times));
  }

  @Test
  void one_that_comes_and_goes_is_told_and_over_when_it_stays_up() throws Exception {
    for (int times = 0; times < 3; times++) {
      restarted(times);
      assertThat(codes()).isEmpty();
      time.advance(Duration.ofMinutes(1));
    }
    restarted(3);
    assertThat(codes()).containsExactly(Code.KUBELET_CRASH_LOOP);
    time.advance(Duration.ofMinutes(7));
    assertThat(codes()).containsExactly(Code.KUBELET_CRASH_LOOP);
    time.advance(Duration.ofMinutes(2));
    assertThat(codes()).isEmpty();
  }

  @Test
  void restarts_before_the_watch_and_by_hand_do_not_count() throws Exception {
    restarted(40);
    assertThat(codes()).isEmpty();
    for (int hand = 0; hand < 5; hand++) {
      units.is(ScriptedUnits.running(UNIT, 8 + hand));
      assertThat(codes()).isEmpty();
    }
  }

  @Test
  void one_that_has_failed_is_told_with_what_systemd_says() throws Exception {
    units.is(ScriptedUnits.failed(UNIT, "exit-code")).says(UNIT, "no such flag");
    assertThat(watch.look().wrong())
        .singleElement()
        .satisfies(failure -> {
          assertThat(failure.code()).isEqualTo(Code.KUBELET_UNIT_FAILED);
          assertThat(failure.toLine()).contains("no such flag");
          assertThat(failure.toPublicLine()).doesNotContain("no such flag");
        });
  }

  @Test
  void its_bell_rings_when_systemd_tells_of_it() throws Exception {
    CountDownLatch rung = new CountDownLatch(1);
    watch.ring(rung::countDown);
    UnitState other = ScriptedUnits.failed(UNIT, "signal");
    units.is(other);
    assertThat(rung.await(30, TimeUnit.SECONDS)).isTrue();
  }
}
