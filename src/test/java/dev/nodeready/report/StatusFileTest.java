package dev.nodeready.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import dev.nodeready.host.FileStore;
import dev.nodeready.host.ProcessId;
import dev.nodeready.host.Root;
import dev.nodeready.plan.Outcome;
import dev.nodeready.plan.Phase;
import dev.nodeready.plan.Selection;
import dev.nodeready.plan.Sequencer;
import dev.nodeready.plan.Step;
import dev.nodeready.retry.ManualTime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatusFileTest {
  private final ManualTime time = new ManualTime();
  @TempDir private Path root;

  @Test
  void a_boot_that_goes_well_ends_as_succeeded_with_every_step() throws Exception {
    run(new Step("await-cri", "", progress -> new Outcome.Unchanged("containerd 1.6.20")));

    Map<String, @Nullable Object> status = read();
    assertThat(status)
        .containsEntry("schema", 1L)
        .containsEntry("bootId", "boot-1")
        .containsEntry("version", "9.9")
        .containsEntry("state", "succeeded")
        .containsEntry("exitCode", 0L)
        .containsEntry("startedAt", "2026-01-01T00:00:00.000Z")
        .containsEntry("waiting", null)
        .containsEntry("failure", null)
        .containsEntry("flaps", 0L);
    assertThat(String.valueOf(status.get("steps")))
        .contains(
            "phase=runtime", "name=await-cri", "outcome=unchanged", "detail=containerd 1.6.20");
  }

  @Test
  void what_a_daemon_said_stands_in_no_file_that_any_user_can_read() throws Exception {
    Failure failure =
        Failure.passing(Code.KUBELET_UNIT_FAILED, "run it", "it ended", "mend it")
            .saying("the key is hunter2");
    run(new Step("one", "", progress -> new Outcome.Degraded(failure)));
    assertThat(String.valueOf(read())).contains("it ended").doesNotContain("hunter2");
    run(new Step("two", "", progress -> new Outcome.Failed(failure)));
    assertThat(String.valueOf(read())).contains("it ended").doesNotContain("hunter2");
    assertThat(failure.toLine()).contains("hunter2");
  }

  @Test
  void a_status_file_that_cannot_be_written_ends_no_boot() throws Exception {
    Files.createDirectories(root.resolve("run"));
    Files.writeString(root.resolve("run/nodeready"), "no folder");
    List<String> done = new ArrayList<>();
    run(
        new Step(
            "await-cri",
            "",
            progress -> {
              done.add("await-cri");
              return new Outcome.Unchanged("there");
            }));
    assertThat(done).containsExactly("await-cri");
  }

  @Test
  void while_a_step_waits_the_file_says_for_what_why_and_how_long_still() throws Exception {
    run(
        new Step(
            "await-cri",
            "",
            progress -> {
              progress.waiting(
                  "containerd",
                  Failure.passing(Code.CRI_SOCKET_ABSENT, "look", "no socket"),
                  Duration.ofMillis(1500),
                  Duration.ofSeconds(298));
              assertThat(read())
                  .containsEntry("state", "running")
                  .containsEntry("phase", "runtime")
                  .containsEntry("step", "await-cri")
                  .containsEntry("exitCode", null)
                  .extracting("waiting")
                  .hasToString(
                      "{for=containerd, because=no socket, code=CRI_SOCKET_ABSENT,"
                          + " elapsedSeconds=1.5, leftSeconds=298.0}");
              return new Outcome.Unchanged("");
            }));

    assertThat(read()).containsEntry("waiting", null);
  }

  @Test
  void a_failure_stands_there_with_its_cause_and_its_remedy() throws Exception {
    run(
        new Step(
            "sandbox-image",
            "",
            progress -> {
              progress.flapped("containerd went away");
              throw Failure.permanent(Code.IMAGE_NOT_FOUND, "pull x", "404", "push it")
                  .asException();
            }));

    assertThat(read())
        .containsEntry("state", "failed")
        .containsEntry("exitCode", 1L)
        .containsEntry("flaps", 1L)
        .extracting("failure")
        .hasToString(
            "{code=IMAGE_NOT_FOUND, permanent=true, tried=pull x, happened=404, remedy=push it}");
  }

  @Test
  void any_user_may_read_it_and_nothing_else_lies_beside_it() throws Exception {
    run(new Step("a", "", progress -> new Outcome.Changed("")));

    Path file = root.resolve("run/nodeready/status.json");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-r--r--");
    try (var all = Files.list(file.getParent())) {
      assertThat(all).containsExactly(file);
    }
  }

  @Test
  void a_secret_in_a_message_does_not_reach_the_file() throws Exception {
    run(new Step("a", "", progress -> new Outcome.Changed("pulled with hunter2")));

    assertThat(Files.readString(root.resolve("run/nodeready/status.json")))
        .contains("pulled with ***")
        .doesNotContain("hunter2");
  }

  @Test
  void a_stopped_boot_says_so() throws Exception {
    run(
        new Step(
            "await-cri",
            "",
            progress -> {
              throw new InterruptedException();
            }));

    assertThat(Thread.interrupted()).isTrue();
    assertThat(read()).containsEntry("state", "stopped").containsEntry("exitCode", 75L);
  }

  @Test
  void an_older_state_that_was_held_up_never_comes_last() throws Exception {
    List<Runnable> heldUp = new ArrayList<>();
    StatusFile file =
        new StatusFile(
            new FileStore(new Root(root)),
            BootRecord.starting("boot-1", "9.9", ProcessId.own(), time.now()),
            text -> text,
            heldUp::add);
    Step step = new Step("await-cri", "", progress -> new Outcome.Unchanged("answers"));
    new Sequencer(List.of(file), time).run(List.of(Phase.of("runtime", step)), Selection.ALL);

    heldUp.forEach(Runnable::run);

    assertThat(heldUp).hasSize(1);
    assertThat(read()).containsEntry("state", "succeeded");
  }

  private static final Failure INVALID =
      Failure.permanent(Code.CONFIG_VALUE_INVALID, "read node.yaml", "it is odd", "mend node.yaml");

  @Test
  void a_refused_reload_leaves_the_last_good_state_and_is_told_beside_it() throws Exception {
    BootRecord good = run(joins()).record();
    Map<String, @Nullable Object> before = read();
    StatusFile reload = run(new Step("node-config", "", progress -> new Outcome.Failed(INVALID)));
    assertThat(reload.record().isRefusal()).isTrue();

    time.advance(Duration.ofHours(1));
    reload.goBackTo(good, time.now());

    Map<String, @Nullable Object> after = read();
    assertThat(after)
        .containsEntry("state", "succeeded")
        .containsEntry("failure", null)
        .containsEntry("updatedAt", "2026-01-01T01:00:00.000Z");
    assertThat(String.valueOf(after.remove("refused")))
        .contains("CONFIG_VALUE_INVALID", "read node.yaml", "it is odd", "mend node.yaml");
    before.remove("refused");
    before.put("updatedAt", after.get("updatedAt"));
    assertThat(after).isEqualTo(before);
    StatusView view = StatusView.of(reload.record());
    assertThat(view.exitCode()).isZero();
    assertThat(view.text()).contains("not reloaded: CONFIG_VALUE_INVALID").contains("it is odd");
    run(joins());
    assertThat(read()).containsEntry("refused", null);
  }

  @Test
  void a_reload_that_fails_otherwise_is_no_refusal() throws Exception {
    Failure broken = Failure.permanent(Code.CRI_UNIT_FAILED, "wait", "it has failed", "start it");
    Step changes = new Step("runtime-files", "", progress -> new Outcome.Changed("wrote it"));
    Step refuses = new Step("kubelet-files", "", progress -> new Outcome.Failed(INVALID));

    assertThat(run(new Step("await-cri", "", _ -> new Outcome.Failed(broken))).record().isRefusal())
        .isFalse();
    assertThat(run(changes, refuses).record().isRefusal()).isFalse();
    assertThat(run(joins()).record().isRefusal()).isFalse();
  }

  private static Step joins() {
    return new Step("ready", "", progress -> new Outcome.Unchanged("it is"));
  }

  private StatusFile run(Step... steps) {
    StatusFile file =
        new StatusFile(
            new FileStore(new Root(root)),
            BootRecord.starting("boot-1", "9.9", ProcessId.own(), time.now()),
            text -> text.replace("hunter2", "***"),
            Runnable::run);
    new Sequencer(List.of(file), time).run(List.of(Phase.of("runtime", steps)), Selection.ALL);
    return file;
  }

  private Map<String, @Nullable Object> read() {
    try {
      Path file = root.resolve("run/nodeready/status.json");
      return new HashMap<>(StatusReader.parse(Files.readString(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
