package dev.nodeready.supervise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import dev.nodeready.host.Root;
import dev.nodeready.ready.Trigger;
import dev.nodeready.supervise.Supervisor.Action;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessSupervisorTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  private final Path folder;
  private final ProcessSupervisor supervisor;
  private String script = "exec sleep 60";

  ProcessSupervisorTest(@TempDir Path folder) {
    this.folder = folder;
    supervisor = new ProcessSupervisor(new Root(folder), daemon -> List.of("sh", "-c", script));
  }

  @AfterEach
  void stopChildren() throws Exception {
    supervisor.stopAll();
  }

  @Test
  void a_daemon_is_started_once_and_anew_only_when_asked() throws Exception {
    assertThat(ensure(Daemon.CONTAINERD, false)).isEqualTo(Action.STARTED);
    assertThat(ensure(Daemon.CONTAINERD, false)).isEqualTo(Action.UNTOUCHED);
    assertThat(ensure(Daemon.CONTAINERD, true)).isEqualTo(Action.RESTARTED);
    assertThat(supervisor.run(Daemon.CONTAINERD)).isPresent();
    assertThat(supervisor.failed(Daemon.CONTAINERD)).isEmpty();
  }

  @Test
  void a_daemon_that_ends_wakes_the_watch_and_is_reported_with_its_last_lines() throws Exception {
    script = "echo starting; echo 'unknown flag: --bogus' >&2; exit 3";
    ensure(Daemon.KUBELET, false);

    Trigger trigger = supervisor.watch(Daemon.KUBELET);
    trigger.await(LONG);

    assertThat(supervisor.failed(Daemon.KUBELET))
        .hasValueSatisfying(failure -> {
          assertThat(failure.code()).isEqualTo(Code.KUBELET_EXITED);
          assertThat(failure.permanent()).isTrue();
          assertThat(failure.happened()).endsWith("exit code 3");
          assertThat(failure.said()).contains("starting\nunknown flag: --bogus");
        });
  }

  @Test
  void all_of_its_output_is_kept_below_the_root() throws Exception {
    script = "echo one; echo two";
    ensure(Daemon.KUBELET, false);
    supervisor.watch(Daemon.KUBELET).await(LONG);

    assertThat(Files.readString(folder.resolve("var/log/nodeready/kubelet.log")))
        .isEqualTo("one\ntwo\n");
    assertThat(supervisor.lastLines(Daemon.KUBELET, 1)).containsExactly("two");
  }

  @Test
  void stopping_ends_every_daemon() throws Exception {
    ensure(Daemon.CONTAINERD, false);

    supervisor.stopAll();

    assertThat(supervisor.run(Daemon.CONTAINERD)).isEmpty();
    assertThat(supervisor.failed(Daemon.CONTAINERD).map(Failure::code)).hasValue(Code.CRI_EXITED);
  }

  @Test
  void a_daemon_that_an_earlier_process_started_is_found_again_and_not_started_beside()
      throws Exception {
    ensure(Daemon.CONTAINERD, false);
    ProcessSupervisor next =
        new ProcessSupervisor(new Root(folder), daemon -> List.of("sh", "-c", script));

    assertThat(next.run(Daemon.CONTAINERD)).isEqualTo(supervisor.run(Daemon.CONTAINERD));
    assertThat(next.ensure(Daemon.CONTAINERD, run -> UnitAction.none("")).action())
        .isEqualTo(Action.UNTOUCHED);
    assertThat(next.ensure(Daemon.CONTAINERD, run -> UnitAction.restart("")).action())
        .isEqualTo(Action.RESTARTED);
    assertThat(supervisor.failed(Daemon.CONTAINERD).map(Failure::code)).hasValue(Code.CRI_EXITED);
    next.stopAll();
  }

  @Test
  void a_process_that_has_the_id_of_a_daemon_of_before_is_not_taken_for_it() throws Exception {
    ensure(Daemon.CONTAINERD, false);
    Path file = folder.resolve("run/nodeready/containerd.pid");
    List<String> lines = Files.readAllLines(file);
    Files.write(file, List.of(lines.getFirst(), lines.get(1) + "0", lines.getLast()));

    assertThat(supervisor.run(Daemon.CONTAINERD)).isEmpty();

    for (String broken : List.of("", "x\n1\n2", "1\n2\nyesterday\n", "1\n")) {
      Files.writeString(file, broken);
      assertThat(supervisor.run(Daemon.CONTAINERD)).isEmpty();
    }
  }

  @Test
  void a_daemon_that_could_not_be_found_again_does_not_begin() throws Exception {
    script = "touch '" + folder.resolve("began") + "'";
    Files.createDirectories(folder.resolve("run"));
    Files.writeString(folder.resolve("run/nodeready"), "no folder");

    assertThatThrownBy(() -> ensure(Daemon.CONTAINERD, false)).hasMessageContaining(".pid");

    ProcessHandle.current()
        .children()
        .filter(child -> child.info().commandLine().orElse("").contains(folder.toString()))
        .forEach(held -> held.onExit().join());
    assertThat(folder.resolve("began")).doesNotExist();
    assertThat(supervisor.run(Daemon.CONTAINERD)).isEmpty();
  }

  private Action ensure(Daemon daemon, boolean anew) throws InterruptedException {
    UnitAction.Kind kind = anew ? UnitAction.Kind.RESTART : UnitAction.Kind.NONE;
    return supervisor.ensure(daemon, run -> new UnitAction(kind, "the test says so")).action();
  }
}
