package dev.nodeready.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.nodeready.PlainWords;
import dev.nodeready.catalogue.Code;
import dev.nodeready.host.ProcessId;
import dev.nodeready.logging.Terminal;
import dev.nodeready.tree.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class CliTest {
  private static final String STATUS =
      """
      {"schema":1,"state":"failed","exitCode":78,"startedAt":"T1","updatedAt":"T2","phase":"resolve","step":"config",
       "waiting":null,"flaps":2,"newer":{"field":[1,true,null]},
       "steps":[{"phase":"resolve","name":"config","outcome":"failed","seconds":0.12,"detail":"line 3"}],
       "failure":{"code":"CONFIG_X","permanent":true,"tried":"read it","happened":"it broke","remedy":"mend it"}}
      """;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  @TempDir private Path root;

  @Test
  void version_tells_version_and_build() {
    assertThat(run("--version")).isZero();
    assertThat(text(out)).matches("nodeready \\d+\\.\\d+\\.\\d+ \\(\\w.*\\)\n");
  }

  @Test
  void help_goes_to_standard_output_and_names_every_command() {
    assertThat(run("--help")).isZero();
    assertThat(text(out)).contains("init", "status");
    assertThat(run("init", "--help")).isZero();
    assertThat(text(out)).contains("--only", "--runtime-budget");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "stat",
        "init --bogus",
        "status -o yaml",
        "init --budget soon",
        "init --supervisor upstart",
        "init --only"
      })
  void a_wrong_command_line_exits_2_and_says_why(String line) {
    assertThat(run(line.isEmpty() ? new String[0] : line.split(" ", -1))).isEqualTo(2);
    assertThat(text(err)).startsWith("nodeready: ");
  }

  @Test
  void a_misspelt_command_is_answered_with_a_suggestion() {
    assertThat(run("stats")).isEqualTo(2);
    assertThat(text(err)).contains("status");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--config-cache", "--root"})
  void a_path_that_no_file_can_have_is_told_and_misuse(String option) {
    assertThat(run("init", "-c", "imds://user-data", option, "a\0b")).isEqualTo(2);
    assertThat(text(err)).startsWith("nodeready: not the path of a file: ").contains("Nul");
  }

  @Test
  void a_file_in_place_of_a_root_is_not_answered_with_a_folder_to_make() throws Exception {
    Path file = Files.writeString(root.resolve("file"), "");
    Path link = Files.createSymbolicLink(root.resolve("link"), root.resolve("nowhere"));

    for (Path wrong : List.of(file, file.resolve("below"), link, link.resolve("below"))) {
      assertThat(run("status", "--root", wrong.toString())).isEqualTo(2);
      assertThat(text(err)).contains("--root: " + root).doesNotContain("mkdir");
    }
  }

  @Test
  void json_that_is_no_status_is_an_error_and_not_shown_as_nulls() throws Exception {
    for (String other : List.of("{\"a\":1}", "{\"schema\":1}", "{\"schema\":1,\"state\":null}")) {
      write(other);
      assertThat(run("status", "--root", root.toString())).isEqualTo(1);
      assertThat(text(err)).contains("HOST_STATUS_UNREADABLE", "it is no status of nodeready");
      assertThat(run("status", "-o", "json", "--root", root.toString())).isEqualTo(1);
      assertThat(text(out)).contains("HOST_STATUS_UNREADABLE");
    }
  }

  @Test
  void a_folder_in_the_place_of_the_status_is_not_said_to_be_written_anew() throws Exception {
    Path folder = Files.createDirectories(root.resolve("run/nodeready/status.json"));

    assertThat(run("status", "--root", root.toString())).isEqualTo(1);
    assertThat(text(err)).contains("rmdir " + folder).doesNotContain("writes it anew");
  }

  /** Its options may be right for the command that was meant. */
  @Test
  void of_a_command_that_there_is_not_no_option_is_called_wrong() throws Exception {
    assertThat(run("versoin", "-o", "json")).isEqualTo(2);
    assertThat(text(out)).contains("did you mean version?").doesNotContain("'-o'");
    assertThat(run("config", "chek", "-c", "-")).isEqualTo(2);
    assertThat(text(err)).contains("did you mean check?").doesNotContain("'-c'");
    assertThat(run("--frob", "version")).isEqualTo(2);
    assertThat(text(err)).contains("there is no option '--frob'");
  }

  @Test
  void status_before_any_boot_says_so() {
    assertThat(run("status", "--root", root.toString())).isEqualTo(1);
    assertThat(text(err))
        .contains("no boot has been recorded", "begin one: nodeready init --root " + root + ";")
        .endsWith("; more: nodeready explain BOOT_NONE\n");
    assertThat(run("boots", "--root", root.toString())).isEqualTo(1);
    assertThat(text(err)).contains("nodeready init --root " + root + ";");
  }

  @Test
  void status_shows_failure_cause_and_remedy_and_exits_with_the_boots_code() throws Exception {
    write(STATUS);

    assertThat(run("status", "--root", root.toString())).isEqualTo(78);
    assertThat(text(out)).contains("failed", "CONFIG_X", "it broke", "mend it", "resolve/config");
  }

  @Test
  void status_as_json_is_the_file_itself() throws Exception {
    write(STATUS);

    assertThat(run("status", "--root", root.toString(), "-o", "json")).isEqualTo(78);
    assertThat(text(out)).isEqualTo(STATUS);
  }

  @Test
  void a_status_left_running_by_a_process_that_died_is_told_and_not_waited_for() throws Exception {
    write(
        "{\"schema\":1,\"state\":\"running\",\"phase\":\"runtime\",\"step\":\"await-cri\",\"steps\":[]}");

    assertThat(run("status", "--wait", "--root", root.toString())).isEqualTo(75);
    assertThat(text(out)).contains("died", "journalctl -u nodeready");
  }

  /** As while one waits for cloud-init, whose scripts may run nodeadm. */
  @Test
  void a_run_that_has_let_go_of_the_lock_is_not_called_dead() throws Exception {
    write(running());

    assertThat(run("status", "--root", root.toString())).isEqualTo(75);
    assertThat(text(out)).contains("running").doesNotContain("died", "null");
  }

  @Test
  void json_says_like_the_text_that_a_boot_died_and_not_that_it_runs() throws Exception {
    write(
        """
        {"schema":1,"state":"running","exitCode":null,"phase":"runtime","step":"await-cri",
         "waiting":{"for":"it","because":"x","elapsedSeconds":1,"leftSeconds":2},"steps":[]}\
        """);

    assertThat(run("status", "--root", root.toString(), "-o", "json")).isEqualTo(75);
    assertThat(text(out))
        .contains("\"state\": \"died\"", "\"exitCode\": null", "\"waiting\": null")
        .contains("\"step\": \"await-cri\"");
    assertThat(run("status", "--root", root.toString())).isEqualTo(75);
    assertThat(text(out)).contains("died").doesNotContain("waiting for");
  }

  @Test
  void a_result_that_nobody_took_is_no_success() {
    assertThat(run(failing("No space left on device"), "config", "schema")).isEqualTo(75);
    assertThat(text(err))
        .contains("HOST_OUTPUT_LOST: tried to write the result to standard output")
        .contains("No space left on device");
  }

  @Test
  void a_reader_that_has_read_enough_is_no_failure() {
    assertThat(run(failing("Broken pipe"), "config", "schema")).isZero();
    assertThat(text(err)).isEmpty();
  }

  private int run(OutputStream results, String... args) {
    return new Cli(Streams.to(results, stream(err))).run(args);
  }

  private static OutputStream failing(String why) {
    return new OutputStream() {
      @Override
      public void write(int one) throws IOException {
        throw new IOException(why);
      }
    };
  }

  @Test
  void an_endpoint_that_is_no_socket_is_a_wrong_command_line_and_nothing_is_written() {
    for (String endpoint : List.of("foo", "tcp://192.0.2.1:5", "unix:foo")) {
      assertThat(run("init", "--root", root.toString(), "--cri-endpoint", endpoint)).isEqualTo(2);
      assertThat(text(err)).contains("--cri-endpoint", endpoint, "write unix:///PATH");
      assertThat(root).isEmptyDirectory();
    }
  }

  @Test
  void a_root_that_is_misspelt_is_told_and_not_made() {
    Path typo = root.resolve("typo");

    for (String command : List.of("init", "plan", "status", "daemon")) {
      assertThat(run(command, "--root", typo.toString())).isEqualTo(2);
      assertThat(text(err)).contains("there is no folder " + typo);
    }
    assertThat(typo).doesNotExist();
  }

  @Test
  void a_failure_is_told_once_by_the_status() throws Exception {
    write(STATUS.replace("\"line 3\"", "\"CONFIG_X: tried to read it, but it broke; mend it\""));

    assertThat(run("status", "--root", root.toString())).isEqualTo(78);
    assertThat(text(out)).containsOnlyOnce("it broke").containsOnlyOnce("mend it");
    assertThat(text(out)).containsPattern("resolve/config +failed +0.120 s [█ ]+CONFIG_X\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          init --only await-cry --root %s  | await-cri
          init --skip sandbox-imag --root %s | sandbox-image
          init --supervisr none            | did you mean --supervisor?
          init --runtime-budgets=3s        | did you mean --runtime-budget?
          confg check                      | did you mean config?
          config chek                      | did you mean check?
          help confg                       | did you mean config?
          help config chek                 | did you mean check?
          config chek --help               | did you mean check?
          man config chek                  | did you mean check?
          config explain spec.clustr       | did you mean spec.cluster?
          config explain spec.cluster.nam  | did you mean spec.cluster.name?
          """)
  void whatever_is_misspelt_is_answered_with_what_was_meant(String line, String meant) {
    assertThat(run(line.formatted(root).split(" ", -1))).isEqualTo(2);
    assertThat(text(err)).contains(meant);
  }

  @Test
  void an_unknown_option_does_not_make_its_value_a_second_mistake() {
    assertThat(run("init", "--bogus", "value")).isEqualTo(2);
    assertThat(text(err)).contains("'--bogus'").doesNotContain("value");
  }

  @Test
  void help_never_breaks_inside_a_value() {
    for (Offered place : Offered.by(Cli.everything())) {
      CommandLine command = place.command().commandLine();
      String wide = Usage.of(command, new Terminal(1000, false)).replaceAll("\\s+", " ");
      for (int width : new int[] {40, 57, 80, 123}) {
        assertThat(Usage.of(command, new Terminal(width, false)).replaceAll("\\s+", " "))
            .isEqualTo(wide);
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          status -o json --root %s          | BOOT_NONE   | 1
          status --output=json --bogus      | CLI_MISTAKE | 2
          stats -o json                     | CLI_MISTAKE | 2
          version -ojson --bogus            | CLI_MISTAKE | 2
          plan -o=json --root %s/gone       | CLI_MISTAKE | 2
          config check -o json -c ftp://x   | CONFIG_SCHEME_UNSUPPORTED | 78
          config dump -o json -c file://%s/gone | CONFIG_SOURCE_UNREADABLE | 78
          explain -o json CRI_SOKET         | CLI_MISTAKE | 2
          config explain spec.clustr -o json | CLI_MISTAKE | 2
          config explain spec.cluster -o json -c ftp://x | CONFIG_SCHEME_UNSUPPORTED | 78
          """)
  void an_error_is_json_on_standard_output_where_the_result_would_be(
      String line, String failure, int exitCode) throws Exception {
    assertThat(run(line.replace("%s", root.toString()).split(" ", -1))).isEqualTo(exitCode);
    assertThat(text(err)).isEmpty();
    assertThat(json())
        .containsEntry("schema", 1L)
        .containsEntry("exitCode", (long) exitCode)
        .extracting("failure")
        .asInstanceOf(InstanceOfAssertFactories.MAP)
        .containsEntry("code", failure)
        .containsKeys("permanent", "tried", "happened", "remedy");
  }

  @Test
  void several_mistakes_are_one_error_of_the_command_that_has_them() throws Exception {
    assertThat(run("init", "-o", "json", "--bogus")).isEqualTo(2);
    assertThat(json().get("failure"))
        .asInstanceOf(InstanceOfAssertFactories.MAP)
        .containsEntry("happened", "init has no option '-o', and init has no option '--bogus'")
        .containsEntry("remedy", "see nodeready init --help");
  }

  @Test
  @Timeout(20)
  void a_wait_that_is_stopped_is_told_as_json_where_the_result_would_be() throws Exception {
    Thread.currentThread().interrupt();

    assertThat(run("status", "--wait", "-o", "json", "--root", root.toString())).isEqualTo(75);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(text(out)).contains("\"exitCode\": 75", "\"code\": \"BOOT_STOPPED\"");
  }

  @Test
  @Timeout(20)
  void a_watched_boot_is_shown_at_each_change_until_it_has_ended() throws Exception {
    write(running());

    assertThat(
            new Cli(new Streams(ending(out), stream(err)))
                .run("status", "--watch", "--root", root.toString()))
        .isEqualTo(78);
    assertThat(text(out))
        .containsOnlyOnce("state:       running")
        .containsOnlyOnce("state:       failed");
  }

  @Test
  void every_code_of_the_catalogue_is_explained_with_what_to_do() throws Exception {
    for (Code code : Code.values()) {
      assertThat(run("explain", code.name())).isZero();
      assertThat(text(out))
          .startsWith(code + "\n  means:    ")
          .contains("  remedy:   ", "  detected: ", "  exit:     ")
          .contains("  page:     /usr/share/doc/nodeready/CODES.md#");
    }
    assertThat(run("explain", "--list")).isZero();
    assertThat(text(out).lines()).hasSize(Code.values().length);
    assertThat(run("explain", "cri", "-o", "json")).isZero();
    assertThat(json().get("codes"))
        .asInstanceOf(InstanceOfAssertFactories.LIST)
        .hasSameSizeAs(Stream.of(Code.values()).filter(code -> code.area().equals("CRI")).toList());
    String area = text(out);
    assertThat(run("explain", "CRI_", "-o", "json")).isZero();
    assertThat(text(out)).isEqualTo(area);
    assertThat(run("explain", "unit_masked:")).isZero();
    assertThat(text(out)).contains("CRI_UNIT_MASKED\n", "KUBELET_UNIT_MASKED\n");
    assertThat(run("explain", "CRI_SOKET_ABSENT")).isEqualTo(2);
    assertThat(text(err)).contains("did you mean CRI_SOCKET_ABSENT?");
    assertThat(run("explain")).isEqualTo(2);
    assertThat(text(err)).contains("--list");
  }

  @Test
  void the_words_version_and_help_are_what_they_are_elsewhere() throws Exception {
    assertThat(run("version")).isZero();
    assertThat(text(out)).startsWith("nodeready ");
    assertThat(run("--version", "-o", "json")).isZero();
    assertThat(json()).containsKeys("version", "revision");
    assertThat(run("help")).isZero();
    assertThat(text(out)).contains("Commands:");
    assertThat(run("help", "config", "check")).isZero();
    assertThat(text(out)).contains("nodeready config check");
    String help = text(out);
    assertThat(run("--help", "config", "check")).isZero();
    assertThat(text(out)).isEqualTo(help);
  }

  @Test
  void a_status_file_that_is_no_json_is_an_error_with_its_place() throws Exception {
    write("garbage");

    assertThat(run("status", "--root", root.toString())).isEqualTo(1);
    assertThat(text(err)).contains("HOST_STATUS_UNREADABLE", "status.json");
  }

  /** Told by the word that it waits, the boot of this test begins and ends. */
  @Test
  @Timeout(20)
  void a_wait_for_a_boot_that_has_not_begun_says_that_it_waits() {
    assertThat(
            new Cli(new Streams(stream(out), ending(err)))
                .run("status", "--wait", "--root", root.toString()))
        .isEqualTo(78);
    assertThat(text(err)).containsOnlyOnce("no boot has been recorded").contains("waiting");
  }

  @Test
  @Timeout(20)
  void a_pipe_in_place_of_the_status_file_is_told_and_holds_nobody_up() throws Exception {
    Path folder = Files.createDirectories(root.resolve("run/nodeready"));
    Path pipe = folder.resolve("status.json");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();

    assertThat(run("status", "--root", root.toString())).isEqualTo(1);
    assertThat(text(err)).contains("it is no regular file", "ls -l " + folder + ";");
  }

  @ParameterizedTest
  @CsvSource({
    "init --only,--only wants a value: NAME",
    "config check -c,--config-source wants a value: URI",
    "status -o,--output wants a value: text|json"
  })
  void an_option_without_its_value_is_told_in_our_own_words(String line, String words) {
    assertThat(run(line.split(" ", -1))).isEqualTo(2);
    assertThat(text(err)).startsWith("nodeready: " + words + "\n");
  }

  private Map<String, @Nullable Object> json() throws IOException {
    return JsonObject.read(text(out), "standard output");
  }

  private int run(String... args) {
    out.reset();
    err.reset();
    return new Cli(new Streams(stream(out), stream(err))).run(args);
  }

  private void write(String status) throws Exception {
    Path file = root.resolve("run/nodeready/status.json");
    Files.createDirectories(file.getParent());
    Files.writeString(file, status);
  }

  /** The status of a boot that this process is at. */
  private static String running() {
    ProcessId writer = ProcessId.own();
    return "{\"schema\":1,\"process\":{\"pid\":%d,\"started\":\"%s\"},\"state\":\"running\",\"steps\":[]}"
        .formatted(writer.pid(), writer.started());
  }

  /** A stream with whose first words the boot of this test has ended. */
  private PrintStream ending(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8) {
      @Override
      public void print(String text) {
        super.print(text);
        assertThatCode(() -> CliTest.this.write(STATUS)).doesNotThrowAnyException();
      }
    };
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }

  private static String text(ByteArrayOutputStream bytes) {
    return PlainWords.of(bytes.toString(StandardCharsets.UTF_8));
  }
}
