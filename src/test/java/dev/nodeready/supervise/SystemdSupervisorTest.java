package dev.nodeready.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.retry.Time;
import dev.nodeready.supervise.Supervisor.Action;
import dev.nodeready.supervise.Supervisor.Ensured;
import dev.nodeready.systemd.JobResult;
import dev.nodeready.systemd.ScriptedUnits;
import org.junit.jupiter.api.Test;

class SystemdSupervisorTest {
  private static final String UNIT = Daemon.KUBELET.unit();

  private final ScriptedUnits units = new ScriptedUnits();
  private final SystemdSupervisor supervisor = new SystemdSupervisor(units, Time.SYSTEM);

  @Test
  void a_daemon_that_is_still_on_its_way_with_old_files_is_restarted() throws Exception {
    units.is(ScriptedUnits.starting(UNIT));
    assertThat(ensure().action()).isEqualTo(Action.RESTARTED);
    assertThat(units.calls()).containsExactly("restart " + UNIT);
  }

  @Test
  void a_daemon_that_somebody_elses_job_did_not_bring_up_is_started_and_its_failure_told()
      throws Exception {
    units.is(ScriptedUnits.starting(UNIT)).endsWhenStarted(UNIT, JobResult.DEPENDENCY);
    assertThat(ensureRunning().action()).isEqualTo(Action.UNTOUCHED);
    assertThat(supervisor.failed(Daemon.KUBELET)).isEmpty();
    assertThat(units.calls()).isEmpty();

    units.is(ScriptedUnits.inactive(UNIT));

    assertThat(supervisor.failed(Daemon.KUBELET))
        .hasValueSatisfying(
            failure -> assertThat(failure.toLine()).contains("KUBELET_UNIT_DEPENDENCY"));
    assertThat(supervisor.failed(Daemon.KUBELET)).isPresent();
    assertThat(units.calls()).containsExactly("start " + UNIT);
  }

  private Ensured ensureRunning() throws InterruptedException {
    return supervisor.ensure(
        Daemon.KUBELET, run -> new UnitAction(UnitAction.Kind.START, "it does not run"));
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
