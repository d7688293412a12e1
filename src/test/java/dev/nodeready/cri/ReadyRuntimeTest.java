package dev.nodeready.cri;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import dev.nodeready.retry.Deadline;
import dev.nodeready.retry.ManualTime;
import dev.nodeready.retry.Waiting;
import io.grpc.Status;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadyRuntimeTest {
  private static final Failure LOSS = Failure.passing(Code.CRI_LOST, "pull", "gone", "look");

  @TempDir Path folder;
  private final ManualTime time = new ManualTime();
  private final List<Waiting> waits = new ArrayList<>();
  private final List<String> flaps = new ArrayList<>();
  private final Unit unit = new Unit();
  private final List<CriConnection> connections = new ArrayList<>();

  @AfterEach
  void hangUp() {
    connections.forEach(CriConnection::close);
  }

  @Test
  void each_loss_is_reported_and_counted() throws Exception {
    try (var cri = ScriptedCri.up(socket())) {
      ReadyRuntime runtime = runtime();
      runtime.await(deadline());
      cri.goDown();
      cri.comeUp();
      assertThat(runtime.awaitAgain(LOSS, deadline())).isPresent();
      assertThat(flaps).containsExactly("the container runtime went away again: gone");
    }
  }

  @Test
  void a_loss_that_a_look_does_not_confirm_is_none() throws Exception {
    try (var _ = ScriptedCri.up(socket())) {
      ReadyRuntime runtime = runtime();
      runtime.await(deadline());
      assertThat(runtime.awaitAgain(LOSS, deadline())).isEmpty();
      assertThat(flaps).isEmpty();
    }
  }

  @Test
  void the_first_error_of_the_report_is_a_wait_that_succeeds() throws Exception {
    try (var cri = ScriptedCri.down(socket())) {
      ReadyRuntime runtime = runtime(5, cri::comeUp);
      assertThat(runtime.await(deadline()).name()).isEqualTo("scripted");
      assertThat(waits.getFirst().because()).contains("no such file or directory");
    }
  }

  @Test
  void the_second_error_of_the_report_is_a_wait_that_succeeds() throws Exception {
    try (var cri = ScriptedCri.up(socket()).notInitialized(Status.Code.UNKNOWN)) {
      ReadyRuntime runtime = runtime(5, cri::ready);
      assertThat(runtime.await(deadline()).name()).isEqualTo("scripted");
      assertThat(waits.getFirst().because()).contains("server is not initialized yet");
    }
  }

  @Test
  void both_end_clearly_when_the_budget_runs_out() {
    assertThatThrownBy(() -> runtime().await(deadline()))
        .hasMessageContaining("CRI_SOCKET_ABSENT")
        .hasMessageContaining("(waited 60 s for the container runtime)");
    try (var _ = ScriptedCri.up(socket()).notInitialized(Status.Code.UNAVAILABLE)) {
      assertThatThrownBy(() -> runtime().await(deadline()))
          .hasMessageContaining("CRI_NOT_INITIALIZED")
          .hasMessageContaining("(waited 60 s for the container runtime)");
    }
  }

  @Test
  void three_losses_are_a_crash_loop() throws Exception {
    try (var cri = ScriptedCri.up(socket())) {
      ReadyRuntime runtime = runtime();
      runtime.await(deadline());
      for (int i = 0; i < 3; i++) {
        cri.goDown();
        cri.comeUp();
        runtime.awaitAgain(LOSS, deadline());
      }
      cri.crash();
      unit.words = "panic: bolt: page 7 already freed";
      assertThatThrownBy(() -> runtime.await(deadline()))
          .hasMessageContaining("CRI_CRASH_LOOP")
          .hasMessageContaining("3 times gone")
          .hasMessageContaining("page 7 already freed");
    }
  }

  @Test
  void a_unit_that_is_restarted_over_and_over_is_a_crash_loop() {
    unit.restarts = 4;
    ReadyRuntime runtime = runtime(2, () -> unit.restarts = 7);
    assertThatThrownBy(() -> runtime.await(deadline()))
        .hasMessageContaining("CRI_CRASH_LOOP")
        .hasMessageContaining("3 restarts");
  }

  @Test
  void restarts_from_before_do_not_count() {
    unit.restarts = 40;
    assertThatThrownBy(() -> runtime().await(deadline())).hasMessageContaining("CRI_SOCKET_ABSENT");
  }

  @Test
  void a_failed_unit_stops_the_wait_at_its_first_look() {
    unit.failed = Optional.of(Failure.permanent(Code.CRI_UNIT_FAILED, "wait", "result", "look"));
    assertThatThrownBy(() -> runtime().await(deadline())).hasMessageContaining("CRI_UNIT_FAILED");
    assertThat(time.nanos()).isZero();
  }

  private Path socket() {
    return folder.resolve("cri.sock");
  }

  private Deadline deadline() {
    return Deadline.after(Duration.ofSeconds(60), time);
  }

  private ReadyRuntime runtime() {
    return runtime(Integer.MAX_VALUE, () -> {});
  }

  /** After so many pauses something happens. */
  private ReadyRuntime runtime(int pauses, Runnable then) {
    int[] count = {0};
    connections.add(new CriConnection(new CriEndpoint(socket())));
    return new ReadyRuntime(
        new RuntimeProbe(connections.getLast(), unit, () -> "", time),
        atMost -> {
          time.sleep(atMost);
          if (++count[0] == pauses) {
            then.run();
          }
        },
        unit,
        waits::add,
        flaps::add);
  }

  private static final class Unit implements RuntimeUnit {
    private Optional<Failure> failed = Optional.empty();
    private int restarts;
    private String words = "";

    @Override
    public Optional<Failure> failed() {
      return failed;
    }

    @Override
    public int restarts() {
      return restarts;
    }

    @Override
    public String lastWords() {
      return words;
    }
  }
}
