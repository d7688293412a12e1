package dev.nodeready.systemd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.host.Root;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BootTimesTest {
  @TempDir private Path folder;

  @Test
  void units_that_ran_are_told_of_with_what_systemd_knows() throws Exception {
    try (ScriptedBus bus = ScriptedBus.at(folder.resolve("run/systemd/private"))) {
      bus.running("containerd.service").running("basic.target").finished("fsck.service");

      BootTimes times =
          BootTimes.ask(
              new Root(folder),
              List.of("basic.target", "absent.service", "fsck.service", "containerd.service"));

      assertThat(times.ownKernel()).isTrue();
      assertThat(times.stages()).containsOnlyKeys("firmware", "loader", "userspace", "finish");
      assertThat(times.units())
          .containsExactly(
              new BootTimes.UnitTimes(
                  "basic.target", Duration.ofMillis(1500), Duration.ofMillis(1500)),
              new BootTimes.UnitTimes(
                  "fsck.service", Duration.ofMillis(1400), Duration.ofMillis(1600)),
              new BootTimes.UnitTimes(
                  "containerd.service", Duration.ofMillis(1400), Duration.ofMillis(1500)));
    }
  }

  @Test
  void a_boot_pays_for_no_question_whose_answer_is_known() throws Exception {
    try (ScriptedBus bus = ScriptedBus.at(folder.resolve("run/systemd/private"))) {
      bus.running("containerd.service").running("basic.target").finished("fsck.service");

      BootTimes.ask(
          new Root(folder),
          List.of("basic.target", "absent.service", "fsck.service", "containerd.service"));

      assertThat(bus.calls())
          .filteredOn(call -> call.contains("systemd1.Unit"))
          .extracting(call -> call.substring(call.lastIndexOf(' ') + 1))
          .containsExactly(
              "ActiveEnterTimestampMonotonic",
              "InactiveExitTimestampMonotonic",
              "InactiveExitTimestampMonotonic",
              "InactiveExitTimestampMonotonic",
              "ActiveEnterTimestampMonotonic",
              "ActiveEnterTimestampMonotonic",
              "InactiveEnterTimestampMonotonic");
    }
  }
}
