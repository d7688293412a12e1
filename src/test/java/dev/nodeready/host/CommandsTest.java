package dev.nodeready.host;

import static java.nio.file.StandardCopyOption.COPY_ATTRIBUTES;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.FailureException;
import java.net.URISyntaxException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandsTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final Commands commands = new Commands(Map.of("GREETING", "hello"));

  @Test
  void output_errors_and_exit_code_come_back_apart() throws Exception {
    Commands.Result result =
        commands.run(LIMIT, List.of("sh", "-c", "echo $GREETING; echo oops >&2; exit 3"));

    assertThat(result).isEqualTo(new Commands.Result(3, "hello\n", "oops\n"));
    assertThat(result.ok()).isFalse();
    assertThat(result.lastWords()).isEqualTo("oops");
  }

  @Test
  void a_program_that_fetches_nothing_is_given_no_secret_of_ours() throws Exception {
    Map<String, String> ours =
        Map.of(
            "AWS_SECRET_ACCESS_KEY", "hunter1",
            "AWS_ACCESS_KEY_ID", "hunter2",
            "AWS_SESSION_TOKEN", "hunter3",
            "HTTPS_PROXY", "http://user:hunter4@proxy:3128",
            "http_proxy", "user:hunter5@proxy:3128",
            "REGISTRY_PASSWORD", "hunter6",
            "AWS_REGION", "eu-central-1",
            "NO_PROXY", "10.0.0.0/8");

    assertThat(seenByChildOf(ours, "new"))
        .doesNotContain("hunter")
        .contains("AWS_REGION=eu-central-1", "NO_PROXY=10.0.0.0/8", "PATH=");
    assertThat(seenByChildOf(ours, "fetching"))
        .contains("hunter1", "hunter2", "hunter3", "hunter4", "hunter5", "hunter6");
  }

  /** What {@code env} prints where a process with these variables runs it. */
  private static String seenByChildOf(Map<String, String> ours, String kind) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                place(ShowsEnvironment.class) + ":" + place(Commands.class),
                ShowsEnvironment.class.getName(),
                kind)
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().putAll(ours);
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    return said;
  }

  private static String place(Class<?> type) throws URISyntaxException {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
  }

  @Test
  void input_reaches_the_program() throws Exception {
    assertThat(commands.run(LIMIT, List.of("cat"), "ping").output()).isEqualTo("ping");
  }

  @Test
  void a_program_that_closes_its_input_early_is_judged_by_its_exit_code() throws Exception {
    assertThat(
            commands.run(LIMIT, List.of("sh", "-c", "exec <&-; echo ok"), "x".repeat(1 << 20)).ok())
        .isTrue();
  }

  @Test
  void a_flood_of_output_is_cut_and_does_not_block_the_program() throws Exception {
    Commands.Result result =
        commands.run(LIMIT, List.of("sh", "-c", "head -c 20000000 /dev/zero; echo done >&2"));

    assertThat(result.output()).hasSize(4 << 20);
    assertThat(result.errors()).isEqualTo("done\n");
  }

  @Test
  void a_program_that_does_not_end_is_killed_with_its_children() {
    String marker = "sleep 98765.4321";
    assertThatThrownBy(() ->
            commands.run(
                Duration.ofMillis(300), List.of("sh", "-c", marker + " & " + marker + "; true")))
        .isInstanceOfSatisfying(
            FailureException.class,
            e -> assertThat(e.failure().code()).isEqualTo(Code.HOST_COMMAND_TIMEOUT));

    assertThat(ProcessHandle.allProcesses().filter(ProcessHandle::isAlive))
        .noneMatch(p -> p.info().commandLine().orElse("").contains("98765.4321"));
  }

  /** Seen: whoever stopped a boot was told that containerd's program had failed. */
  @Test
  void a_program_that_the_signal_ends_which_stops_this_process_has_not_failed() throws Exception {
    Thread boot = Thread.currentThread();
    Thread stopping =
        Thread.ofPlatform()
            .start(() -> {
              // Later than the program's end, as a busy machine tells of it.
              ProcessHandle.current().children().forEach(child -> child.onExit().join());
              boot.interrupt();
            });

    assertThatThrownBy(() -> commands.run(LIMIT, List.of("sh", "-c", "sleep 0.3; kill -TERM $$")))
        .isInstanceOf(InterruptedException.class);
    stopping.join();
  }

  @Test
  void a_missing_program_is_named() {
    assertThatThrownBy(() -> commands.run(LIMIT, List.of("no-such-program-here")))
        .isInstanceOfSatisfying(
            FailureException.class,
            e -> assertThat(e.failure().code()).isEqualTo(Code.HOST_COMMAND_MISSING))
        .hasMessageContaining("no-such-program-here");
  }

  @Test
  void a_program_that_may_not_be_run_is_not_called_missing(@TempDir Path folder) throws Exception {
    Path program = Files.writeString(folder.resolve("program"), "#!/bin/sh\n");

    assertNotStarted(program, true, "ermission denied");
  }

  /** Nor what only this moment keeps from starting: here somebody still writes it. */
  @Test
  void a_program_that_cannot_start_now_may_later(@TempDir Path folder) throws Exception {
    Path program = Files.copy(Path.of("/bin/true"), folder.resolve("program"), COPY_ATTRIBUTES);
    try (FileChannel _ = FileChannel.open(program, WRITE)) {
      assertNotStarted(program, false, "ext file busy");
    }
  }

  private void assertNotStarted(Path program, boolean permanent, String because) {
    assertThatThrownBy(() -> commands.run(LIMIT, List.of(program.toString())))
        .isInstanceOfSatisfying(
            FailureException.class,
            e -> {
              assertThat(e.failure().code()).isEqualTo(Code.HOST_COMMAND_NOT_STARTED);
              assertThat(e.failure().permanent()).isEqualTo(permanent);
              assertThat(e.failure().happened()).contains(because);
              assertThat(e.failure().remedy()).contains("ls -l " + program);
            });
  }
}
