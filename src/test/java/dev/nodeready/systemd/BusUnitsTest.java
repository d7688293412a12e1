package dev.nodeready.systemd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nodeready.host.Commands;
import dev.nodeready.host.Root;
import dev.nodeready.ready.Trigger;
import dev.nodeready.retry.Deadline;
import dev.nodeready.retry.Time;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class BusUnitsTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  @TempDir private Path folder;
  private ScriptedBus bus;
  private Units units;

  @BeforeEach
  void listen() throws IOException {
    bus = ScriptedBus.at(folder.resolve("run/systemd/private"));
    units = Units.of(new Root(folder), new Commands(Map.of()));
  }

  @AfterEach
  void hangUp() throws IOException {
    units.close();
    bus.close();
  }

  @Test
  void tells_how_a_unit_is() throws InterruptedException {
    UnitState state = units.state("kubelet.service");

    assertThat(state.id()).isEqualTo("of-Id");
    assertThat(state.words()).isEqualTo("inactive (dead)");
    assertThat(state.restarts()).isEqualTo(2);
    assertThat(state.queued()).isFalse();
    assertThat(state.conditionMet()).isTrue();
    assertThat(state.mainSince()).isZero();
  }

  @Test
  void asks_no_service_questions_about_a_target() throws InterruptedException {
    assertThat(units.state("multi-user.target").result()).isEmpty();
    assertThat(bus.calls()).noneMatch(call -> call.contains("systemd1.Service"));
  }

  @Test
  void starts_a_unit_and_hears_how_the_job_ended() throws InterruptedException {
    Job job = units.start("kubelet.service");

    assertThat(job.await(deadline())).contains(JobResult.DONE);
    assertThat(units.state("kubelet.service").mainPid()).isEqualTo(100);
    assertThat(units.state("kubelet.service").mainSince()).isEqualTo(Duration.ofMillis(1500));
    assertThat(bus.calls()).contains("StartUnit kubelet.service replace");
  }

  @Test
  void hears_that_a_job_has_failed() throws InterruptedException {
    bus.endingJobsAs("failed");

    assertThat(units.restart("containerd.service").await(deadline())).contains(JobResult.FAILED);
  }

  @Test
  void keeps_the_end_of_a_job_that_nobody_waited_for_yet() throws InterruptedException {
    Job first = units.start("a.service");
    units.start("b.service").await(deadline());

    assertThat(first.result()).contains(JobResult.DONE);
  }

  @Test
  void a_start_that_systemd_refuses_is_told_in_its_words() {
    assertThatThrownBy(() -> units.start("absent.service"))
        .hasMessageContaining("SYSTEMD_REFUSED")
        .hasMessageContaining("Unit absent.service not found. (NoSuchUnit)");
  }

  @Test
  void wakes_when_the_unit_changes_and_not_for_another() throws InterruptedException, IOException {
    units.state("kubelet.service");
    try (Trigger trigger = units.watch("kubelet.service")) {
      bus.changed("containerd.service");
      bus.changed("kubelet.service");

      long before = Time.SYSTEM.nanos();
      trigger.await(LONG);
      assertThat(Duration.ofNanos(Time.SYSTEM.nanos() - before)).isLessThan(LONG);

      trigger.await(Duration.ofMillis(50));
      assertThat(Duration.ofNanos(Time.SYSTEM.nanos() - before))
          .as("there was one event only")
          .isGreaterThan(Duration.ofMillis(50));
    }
  }

  @Test
  void wakes_when_systemd_goes_away_and_connects_again() throws InterruptedException, IOException {
    units.state("kubelet.service");
    try (Trigger trigger = units.watch("kubelet.service")) {
      bus.dropConnections();
      trigger.await(LONG);

      assertThat(units.state("kubelet.service").load()).isEqualTo("loaded");
    }
  }

  @Test
  void says_that_nobody_is_there() throws IOException {
    bus.close();

    assertThatThrownBy(() -> units.state("kubelet.service"))
        .hasMessageContaining("SYSTEMD_UNREACHABLE")
        .hasMessageContaining("--supervisor");
  }

  @Test
  void makes_systemd_read_its_files() throws InterruptedException {
    units.reload();

    assertThat(bus.calls()).containsExactly("Reload ");
  }

  private static Deadline deadline() {
    return Deadline.after(LONG, Time.SYSTEM);
  }
}
