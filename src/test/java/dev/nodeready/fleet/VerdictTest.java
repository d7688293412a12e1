package dev.nodeready.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import dev.nodeready.fleet.Publisher.Occasion;
import dev.nodeready.host.Root;
import dev.nodeready.plan.Outcome;
import dev.nodeready.plan.Step;
import dev.nodeready.report.BootRecord;
import dev.nodeready.report.StatusReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a verdict does: the program of the user's, the console, the login message. */
@Timeout(60)
class VerdictTest {
  private static final Failure FAILURE =
      Failure.permanent(Code.JOIN_CA_WRONG, "trust hunter2", "not\u001b[2J\nsigned", "sign it");

  @TempDir private Path folder;

  @Test
  void the_program_gets_the_status_once_and_nothing_that_this_process_knows() throws Exception {
    boot()
        .onVerdict("/bin/sh", "-c", "cat >>\"$1/status\"; env >>\"$1/env\"", "x", folder.toString())
        .run("join", fails());

    Map<String, @Nullable Object> status =
        StatusReader.parse(Files.readString(folder.resolve("status")));
    assertThat(status).containsEntry("state", "failed").containsEntry("exitCode", 1L);
    assertThat(String.valueOf(status.get("failure"))).contains("JOIN_CA_WRONG", "trust ***");
    assertThat(
            Files.readAllLines(folder.resolve("env")).stream()
                .filter(line -> !line.matches("(PWD|_|SHLVL)=.*")))
        .containsExactlyInAnyOrder(
            "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            "NODEREADY_STATE=failed",
            "NODEREADY_EXIT_CODE=1",
            "NODEREADY_CODE=JOIN_CA_WRONG",
            "NODEREADY_NODE=");
  }

  @Test
  void a_program_that_fails_or_is_not_there_changes_no_verdict() throws Exception {
    for (String program : List.of("/bin/false", "/no/such/program", "/etc")) {
      assertThat(boot().onVerdict(program).run("join", joins()).exitCode()).isZero();
    }
    assertThat(boot().onVerdict("/bin/false").run("join", fails()).exitCode()).isEqualTo(1);
  }

  @Test
  void a_program_that_reads_nothing_and_does_not_end_is_ended() throws Exception {
    BootRecord record = boot().run("join", fails());
    // Of this process alone: another run of the tests may be on beside it.
    String seconds = "98765." + ProcessHandle.current().pid();
    List<String> program =
        List.of(
            "/bin/sh", "-c", "echo >\"$1/runs\"; exec sleep $2", "x", folder.toString(), seconds);

    new VerdictHook(Duration.ofMillis(500)).run(program, record, "x".repeat(1 << 20));

    assertThat(folder.resolve("runs")).exists();
    assertThat(ProcessHandle.allProcesses())
        .noneMatch(p -> p.info().commandLine().orElse("").contains(seconds));
  }

  @Test
  void a_reload_is_a_verdict_and_a_refused_one_is_none() throws Exception {
    String[] program = {"/bin/sh", "-c", "echo >>\"$1/runs\"", "x", folder.toString()};
    boot().onVerdict(program).as(Occasion.REFUSAL).run("join", joins());
    assertThat(folder.resolve("runs")).doesNotExist();
    boot().onVerdict(program).as(Occasion.RELOAD).run("join", joins());
    assertThat(folder.resolve("runs")).content().isEqualTo("\n");
  }

  @Test
  void being_stopped_is_no_verdict_on_the_node() throws Exception {
    Step stopped =
        new Step(
            "ready",
            "",
            _ -> {
              throw new InterruptedException();
            });
    boot()
        .onVerdict("/bin/sh", "-c", "echo >\"$1/runs\"", "x", folder.toString())
        .run("join", stopped);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(folder.resolve("runs")).doesNotExist();
    assertThat(login()).content().contains("the boot was stopped");
  }

  @Test
  void who_logs_in_is_told_why_until_the_node_has_joined() throws Exception {
    boot().run("join", fails());
    assertThat(login())
        .content()
        .isEqualTo(
            "nodeready: this node has not joined: JOIN_CA_WRONG: tried to trust ***, but not [2J"
                + " signed; sign it; more: nodeready explain JOIN_CA_WRONG\n");

    boot().run("join", joins());
    assertThat(login()).doesNotExist();
  }

  @Test
  void the_console_has_one_line_in_the_end() throws Exception {
    Files.createDirectories(folder.resolve("dev"));
    Path console = Files.createFile(folder.resolve("dev/console"));
    boot().run("join", fails());
    boot().withConsole().as(Occasion.RELOAD).run("join", fails());
    assertThat(console).isEmptyFile();

    Boot boot = boot().withConsole();
    boot.run("join", boot.joins(12_300));
    assertThat(console)
        .content()
        .isEqualTo(
            "\r\nnodeready: node n1 has joined: Ready 12.3 s after the boot began;"
                + " of which join/ready 12.3 s\r\n");
  }

  @Test
  void a_console_that_nobody_reads_holds_up_no_boot() throws Exception {
    Files.createDirectories(folder.resolve("dev"));
    Process made =
        new ProcessBuilder("mkfifo", folder.resolve("dev/console").toString()).inheritIO().start();
    assertThat(made.waitFor()).isZero();

    assertThat(boot().withConsole().run("join", joins()).exitCode()).isZero();
  }

  private Path login() {
    return new Root(folder).at(LoginMessage.PATH);
  }

  private Boot boot() {
    return new Boot(new Root(folder));
  }

  private static Step fails() {
    return new Step("ready", "", _ -> new Outcome.Failed(FAILURE));
  }

  private Step joins() {
    return boot().joins(12_300);
  }
}
