package dev.nodeready.kubelet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import dev.nodeready.ready.Verdict;
import dev.nodeready.retry.Time;
import dev.nodeready.supervise.Daemon;
import dev.nodeready.supervise.SystemdSupervisor;
import dev.nodeready.systemd.ScriptedUnits;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KubeletFallsTest {
  private static final String UNIT = Daemon.KUBELET.unit();
  private static final Failure REFUSED = Failure.passing(Code.KUBELET_NOT_LISTENING, "a", "b", "c");
  private static final String END = "E1128 12:09:37.7    5653 run.go:72] \"command failed\" err=";

  private final ScriptedUnits units = new ScriptedUnits();
  private Verdict<String> health = new Verdict.NotYet<>(REFUSED);

  @Test
  void a_kubelet_that_falls_over_because_something_is_late_is_waited_for() throws Exception {
    KubeletFalls falls = falls();
    units.says(UNIT, "Starting kubelet", END + "\"failed to run Kubelet: connection refused\"");
    for (int times = 1; times < 30; times++) {
      units.is(ScriptedUnits.restarting(UNIT, times));
      assertThat(falls.look(Duration.ofSeconds(1))).isInstanceOf(Verdict.NotYet.class);
    }
    Failure last = ((Verdict.NotYet<String>) falls.look(Duration.ofSeconds(1))).because();
    assertThat(last.code()).isEqualTo(Code.KUBELET_CRASH_LOOP);
    assertThat(last.permanent()).isFalse();
    assertThat(last.said()).contains("connection refused");
    assertThat(last.happened()).contains("29 times");
    health = new Verdict.Ready<>("healthy");
    assertThat(falls.look(Duration.ofSeconds(1))).isEqualTo(health);
  }

  @Test
  void a_kubelet_whose_own_words_say_that_it_cannot_run_ends_the_wait() throws Exception {
    KubeletFalls falls = falls();
    units
        .says(UNIT, END + "\"failed to parse kubelet flag: unknown flag: --foo\"")
        .is(ScriptedUnits.restarting(UNIT, 1));
    assertThat(falls.look(Duration.ofSeconds(1)))
        .isInstanceOfSatisfying(
            Verdict.Never.class,
            never -> {
              assertThat(never.failure().permanent()).isTrue();
              assertThat(never.failure().happened()).contains("unknown flag: --foo");
            });
  }

  @Test
  void what_it_said_before_this_run_does_not_count() throws Exception {
    units.says(UNIT, END + "\"failed to parse kubelet flag: unknown flag: --foo\"");
    units.is(ScriptedUnits.restarting(UNIT, 7));
    assertThat(falls().look(Duration.ofSeconds(1))).isEqualTo(health);
  }

  @Test
  void what_the_machine_shows_is_the_verdict_once_kubelet_has_fallen_over() throws Exception {
    Failure swap = Failure.permanent(Code.KUBELET_SWAP_ON, "look", "swap is on", "swapoff -a");
    KubeletFalls falls = falls(Optional.of(swap));

    assertThat(falls.look(Duration.ofSeconds(1))).isEqualTo(health);
    units.says(UNIT, "Starting kubelet").is(ScriptedUnits.restarting(UNIT, 1));
    assertThat(falls.look(Duration.ofSeconds(1)))
        .isInstanceOfSatisfying(
            Verdict.Never.class,
            never -> assertThat(never.failure().code()).isEqualTo(Code.KUBELET_SWAP_ON));
  }

  private KubeletFalls falls() throws InterruptedException {
    return falls(Optional.empty());
  }

  private KubeletFalls falls(Optional<Failure> expected) throws InterruptedException {
    return new KubeletFalls(new SystemdSupervisor(units, Time.SYSTEM), atMost -> health, expected);
  }
}
