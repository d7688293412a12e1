package dev.nodeready.systemd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class UnitFailureTest {
  private static final String UNIT = "containerd.service";

  private final ScriptedUnits units = new ScriptedUnits();

  @Test
  void a_unit_that_runs_has_not_failed() throws InterruptedException {
    assertThat(failure(ScriptedUnits.running(UNIT, 7))).isEmpty();
  }

  @Test
  void a_unit_that_nobody_has_started_yet_has_not_failed() throws InterruptedException {
    assertThat(failure(ScriptedUnits.inactive(UNIT))).isEmpty();
  }

  @Test
  void a_unit_that_systemd_will_start_again_has_not_failed() throws InterruptedException {
    assertThat(failure(ScriptedUnits.restarting(UNIT, 1))).isEmpty();
  }

  @Test
  void a_unit_that_systemd_gave_up_has_failed_with_its_last_lines() throws InterruptedException {
    units.says(UNIT, "old", "a", "b", "c", "d", "bind: address already in use");

    Failure failure = failure(ScriptedUnits.failed(UNIT, "start-limit-hit")).orElseThrow();

    assertThat(failure.code()).isEqualTo(Code.CRI_UNIT_FAILED);
    assertThat(failure.permanent()).as("another boot may work").isFalse();
    assertThat(failure.happened()).endsWith("failed (start-limit-hit 1)");
    assertThat(failure.said()).endsWith("\nbind: address already in use").doesNotContain("old");
  }

  @Test
  void a_failed_unit_with_a_start_queued_has_not_failed_for_good() throws InterruptedException {
    UnitState failed = ScriptedUnits.failed(UNIT, "exit-code");

    assertThat(failure(queued(failed))).isEmpty();
  }

  @Test
  void a_unit_that_ran_and_was_stopped_has_failed() throws InterruptedException {
    assertThat(failure(stopped())).map(Failure::code).contains(Code.CRI_UNIT_FAILED);
  }

  @Test
  void a_unit_that_is_not_installed_has_failed_for_good() throws InterruptedException {
    Failure failure = failure(loaded("not-found")).orElseThrow();

    assertThat(failure.code()).isEqualTo(Code.CRI_UNIT_MISSING);
    assertThat(failure.permanent()).isTrue();
  }

  @Test
  void a_masked_unit_is_told_as_masked() throws InterruptedException {
    Failure failure = failure(loaded("masked")).orElseThrow();

    assertThat(failure.code()).isEqualTo(Code.CRI_UNIT_MASKED);
    assertThat(failure.remedy()).isEqualTo("systemctl unmask containerd.service");
  }

  @Test
  void a_condition_that_does_not_hold_is_told() throws InterruptedException {
    assertThat(failure(conditionFailed())).map(Failure::code).contains(Code.CRI_UNIT_CONDITION);
  }

  private Optional<Failure> failure(UnitState state) throws InterruptedException {
    return UnitFailure.of(units.is(state), UNIT, UnitCodes.RUNTIME);
  }

  private static UnitState loaded(String load) {
    return new UnitState(
        UNIT, load, "inactive", "dead", "", false, true, "", 0, 0, 0, Duration.ZERO);
  }

  private static UnitState queued(UnitState state) {
    return new UnitState(
        UNIT,
        "loaded",
        state.active(),
        state.sub(),
        "",
        true,
        true,
        state.result(),
        0,
        1,
        0,
        Duration.ZERO);
  }

  private static UnitState stopped() {
    return new UnitState(
        UNIT,
        "loaded",
        "inactive",
        "dead",
        "",
        false,
        true,
        "success",
        0,
        0,
        0,
        Duration.ofSeconds(3));
  }

  private static UnitState conditionFailed() {
    return new UnitState(
        UNIT, "loaded", "inactive", "dead", "", false, false, "success", 0, 0, 0, Duration.ZERO);
  }
}
