package dev.nodeready.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.retry.Time;
import dev.nodeready.supervise.Supervisor.Action;
import dev.nodeready.supervise.Supervisor.Ensured;
import dev.nodeready.systemd.ScriptedUnits;
import org.junit.jupiter.api.Test;

class SystemdSupervisorTest {
  private static final String UNIT = Daemon.KUBELET.unit();

  private final ScriptedUnits units = new ScriptedUnits();
  private final SystemdSupervisor supervisor = new SystemdSupervisor(units, Time.SYSTEM);

  @Test
  void a_daemon_seen_down_is_started_without_another_look() throws Exception {
    supervisor.expect(Daemon.KUBELET);
    units.is(ScriptedUnits.running(UNIT, 7));

    Ensured ensured = ensure();

    assertThat(ensured.action()).isEqualTo(Action.STARTED);
    assertThat(units.calls()).containsExactly("start " + UNIT);
    assertThat(units.state(UNIT).mainPid()).as("one that was faster stays").isEqualTo(7);
  }

  @Test
  void what_was_seen_counts_once() throws Exception {
    supervisor.expect(Daemon.KUBELET);
    ensure();

    assertThat(ensure().action()).isEqualTo(Action.RESTARTED);
    assertThat(units.calls()).containsExactly("start " + UNIT, "restart " + UNIT);
  }

  @Test
  void a_daemon_seen_running_or_on_its_way_up_is_looked_at_again() throws Exception {
    units.is(ScriptedUnits.running(UNIT, 7));
    supervisor.expect(Daemon.KUBELET);
    assertThat(ensure().action()).isEqualTo(Action.RESTARTED);

    units.is(ScriptedUnits.starting(UNIT));
    supervisor.expect(Daemon.KUBELET);
    units.is(ScriptedUnits.running(UNIT, 8));
    assertThat(ensure().action()).isEqualTo(Action.RESTARTED);
  }

  /** A run started with other files is not wanted. */
  private Ensured ensure() throws InterruptedException {
    return supervisor.ensure(
        Daemon.KUBELET,
        run ->
            new UnitAction(
                run.isPresent() ? UnitAction.Kind.RESTART : UnitAction.Kind.START,
                "its files changed"));
  }
}
