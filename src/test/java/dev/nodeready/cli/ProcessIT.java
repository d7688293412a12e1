package dev.nodeready.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.Distribution;
import dev.nodeready.Eventually;
import dev.nodeready.Needs;
import dev.nodeready.host.Privileges;
import dev.nodeready.report.StatusReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The process as its surroundings see it: signals, exit codes, the lock. */
class ProcessIT {
  @TempDir private Path root;

  @ParameterizedTest
  @ValueSource(strings = {"TERM", "INT"})
  void a_signal_stops_the_wait_at_once_and_leaves_a_final_status(String signal) throws Exception {
    Distribution.Running run = waitingRun();

    assertThat(new ProcessBuilder("kill", "-" + signal, "" + run.process().pid()).start().waitFor())
        .isZero();
    long killed = System.nanoTime();
    Distribution.Ended ended = run.await();

    assertThat(ended.exitCode()).isEqualTo(75);
    assertThat((System.nanoTime() - killed) / 1e9).isLessThan(10);
    assertThat(ended.err()).contains("verdict: stopped");
    assertThat(status())
        .containsEntry("state", "stopped")
        .containsEntry("exitCode", 75L)
        .containsEntry("phase", "runtime")
        .containsEntry("step", "await-cri")
        .containsEntry("waiting", null);
  }

  @Test
  void a_configuration_may_come_by_standard_input() throws Exception {
    String line =
        "printf 'apiVersion: node.eks.aws/v1alpha1\\nkind: Pod\\n' | \"$0\" config check -c -";
    Process process =
        new ProcessBuilder("sh", "-c", line, Distribution.launcher().toString()).start();

    assertThat(process.errorReader().readAllAsString())
        .contains("/dev/stdin:2", "write NodeConfig");
    assertThat(process.waitFor()).isEqualTo(78);
  }

  @Test
  void a_second_run_reports_the_first_with_its_process_and_its_start() throws Exception {
    Distribution.Running first = waitingRun();

    Distribution.Ended second = await("--runtime-budget", "1s");

    assertThat(second.exitCode()).isEqualTo(75);
    assertThat(second.err())
        .contains("BOOT_ALREADY_RUNNING", "pid " + first.process().pid(), "since 20")
        .contains("it is at runtime/await-cri");
    assertThat(status()).containsEntry("state", "running").containsEntry("step", "await-cri");
    first.terminate();
    assertThat(first.await().exitCode()).isEqualTo(75);
  }

  @Test
  void a_second_run_that_is_told_to_wait_begins_when_the_first_ends() throws Exception {
    Distribution.Running first = waitingRun();
    Distribution.Running second = start("--wait", "--runtime-budget", "100ms");

    first.terminate();

    assertThat(first.await().exitCode()).isEqualTo(75);
    assertThat(second.await().err()).contains("CRI_SOCKET_ABSENT");
  }

  /** Seen: any user's shared lock kept every boot from starting. */
  @Test
  void a_user_without_rights_keeps_no_run_from_starting() throws Exception {
    Needs.that(
        Privileges.own().root(), "this needs to be somebody else for a while: run it as root");
    await("--runtime-budget", "100ms");
    Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path lock = root.resolve("run/nodeready/lock");

    assertThat(asNobody("cat", lock.resolveSibling("status.json").toString())).contains("schema");
    assertThat(asNobody("flock", "--shared", lock.toString(), "echo", "held"))
        .contains("Permission denied")
        .doesNotContain("held");
  }

  private static String asNobody(String... words) throws IOException {
    List<String> line = new ArrayList<>(List.of("setpriv", "--reuid=65534", "--regid=65534"));
    line.add("--clear-groups");
    line.addAll(List.of(words));
    Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
    return process.inputReader().readAllAsString();
  }

  @Test
  void a_run_that_was_killed_leaves_a_status_that_is_told_as_dead_and_a_lock_that_is_free()
      throws Exception {
    Distribution.Running first = waitingRun();
    first.process().destroyForcibly().waitFor();

    assertThat(Distribution.run("status", "--wait", "--root", root.toString()).out())
        .contains("died");
    assertThat(await("--runtime-budget", "100ms").err()).contains("CRI_SOCKET_ABSENT");
  }

  @Test
  void when_the_budget_runs_out_the_verdict_names_cause_and_remedy() throws Exception {
    Distribution.Ended ended = await("--runtime-budget", "3s");

    assertThat(ended.exitCode()).isEqualTo(75);
    assertThat(ended.err())
        .contains("waiting for", "no such file or directory", "left)")
        .contains("verdict: failed, CRI_SOCKET_ABSENT: tried to")
        .contains("see whether the runtime is started");
    assertThat(Distribution.run("status", "--root", root.toString()).exitCode()).isEqualTo(75);
  }

  @Test
  void a_kubelet_that_ends_is_reported_within_seconds_with_its_last_lines() throws Exception {
    Path kubelet = Files.createDirectories(root.resolve("bin")).resolve("kubelet");
    Files.writeString(
        kubelet,
        """
        #!/bin/sh
        echo starting
        echo 'E1128 10:00:00.000000 1 run.go:72] "command failed" err="unknown flag: --bogus"' >&2
        exit 3
        """);
    Files.setPosixFilePermissions(kubelet, PosixFilePermissions.fromString("rwxr-xr-x"));

    Distribution.Ended ended =
        Distribution.start(
                Map.of("PATH", kubelet.getParent() + ":" + System.getenv("PATH")),
                "init",
                "--root",
                root.toString(),
                "--supervisor",
                "process",
                "--only",
                "start-kubelet,kubelet-healthy")
            .await();

    assertThat(ended.exitCode()).isEqualTo(1);
    assertThat(ended.err())
        .contains("KUBELET_EXITED")
        .contains("exit code 3: \"command failed\" err=\"unknown flag: --bogus\"")
        .containsPattern("ERROR +starting\n");
    assertThat(status())
        .extracting("steps")
        .asString()
        .containsPattern("name=kubelet-healthy, outcome=failed, startedAt=[^,]*, seconds=[0-9]\\.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"C", "de_DE.ISO-8859-1", "none"})
  void a_file_is_found_by_its_name_whatever_the_locale(String locale) throws Exception {
    String script =
        """
        file=$0/$(printf 'n\\303\\266de').yaml
        echo 'kind: Node' >"$file"
        LC_ALL=$1 "$2" config check -c "file://$file"
        """;
    Process check =
        new ProcessBuilder(
                "sh", "-c", script, root.toString(), locale, Distribution.launcher().toString())
            .redirectErrorStream(true)
            .start();

    assertThat(new String(check.getInputStream().readAllBytes(), UTF_8))
        .startsWith("error: " + root + "/n\u00f6de.yaml:1:1: apiVersion:");
    assertThat(check.waitFor()).isEqualTo(78);
  }

  @Test
  void an_unknown_step_is_refused_before_anything_is_done() throws Exception {
    Distribution.Ended ended =
        Distribution.run("init", "--root", root.toString(), "--only", "await-cir");

    assertThat(ended.exitCode()).isEqualTo(2);
    assertThat(ended.err()).contains("await-cir", "choose from resolve, node-config");
    assertThat(root).isEmptyDirectory();
  }

  @Test
  void status_loads_neither_grpc_nor_the_image_of_a_boot() throws Exception {
    await("--runtime-budget", "100ms");

    Process status =
        new ProcessBuilder(
                "env",
                "NODEREADY_JAVA_OPTS=-XX:AOTMode=off -Xlog:class+load:file="
                    + root.resolve("loaded.txt"),
                Distribution.launcher().toString(),
                "status",
                "--root",
                root.toString())
            .start();

    assertThat(status.waitFor()).isEqualTo(75);
    assertThat(Files.readString(root.resolve("loaded.txt")))
        .contains("dev.nodeready.cli.StatusCommand")
        .doesNotContain(
            " io.grpc.", " com.google.protobuf.", " software.amazon.", " dev.nodeready.cri.");
  }

  private Distribution.Running waitingRun() throws Exception {
    Distribution.Running run = start();
    Eventually.until("the run waits", () -> run.err().contains("waiting for"));
    return run;
  }

  private Distribution.Running start(String... more) {
    String[] words = {
      "init", "--root", root.toString(), "--supervisor", "none", "--only", "await-cri"
    };
    String[] all = Arrays.copyOf(words, words.length + more.length);
    System.arraycopy(more, 0, all, words.length, more.length);
    return Distribution.start(all);
  }

  private Distribution.Ended await(String... more) throws InterruptedException {
    return start(more).await();
  }

  private Map<String, @Nullable Object> status() throws Exception {
    return StatusReader.parse(Files.readString(root.resolve("run/nodeready/status.json")));
  }
}
