package dev.nodeready.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.PlainWords;
import dev.nodeready.catalogue.Code;
import dev.nodeready.config.Problem;
import dev.nodeready.config.Problems;
import dev.nodeready.config.Severity;
import dev.nodeready.tree.JsonObject;
import dev.nodeready.tree.Origin;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.Model.OptionSpec;

class ConfigCommandTest {
  private static final String GOOD =
      """
      apiVersion: node.eks.aws/v1alpha1
      kind: NodeConfig
      spec:
        cluster:
          name: one&two
          apiServerEndpoint: https://example.com
          certificateAuthority: LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tCk1JSUIKLS0tLS1FTkQgQ0VSVElGSUNBVEUtLS0tLQo=
          cidr: 10.100.0.0/16
        instance:
          environment:
            default: {TOKEN: hush}
        kubelet:
          config:
            maxPods: 58
      """;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private @TempDir Path folder;

  @Test
  void check_says_that_a_good_configuration_is_valid() throws Exception {
    assertThat(run("config", "check", "-c", file(GOOD))).isZero();
    assertThat(out()).isEqualTo("Configuration is valid\n");
    assertThat(err()).isEmpty();
  }

  @Test
  void check_tells_all_problems_with_their_places_and_exits_78() throws Exception {
    String source =
        file(GOOD.replace("    name:", "    nam:").replace("10.100.0.0/16", "10.100/16"));

    assertThat(run("config", "check", "-c", source)).isEqualTo(78);
    assertThat(err().lines())
        .hasSize(3)
        .allMatch(line -> line.startsWith("error: "))
        .anyMatch(line -> line.contains("config.yaml:5:5: spec.cluster.nam: unknown field 'nam'"))
        .anyMatch(line -> line.contains("spec.cluster.name: is missing"))
        .anyMatch(line -> line.contains("config.yaml:8:5: spec.cluster.cidr: '10.100/16'"));
  }

  @Test
  void check_can_answer_programs() throws Exception {
    assertThat(run("config", "check", "-o", "json", "-c", file(GOOD + "    flgs: []\n")))
        .isEqualTo(78);
    assertThat(out())
        .contains("\"valid\": false", "\"code\": \"CONFIG_FIELD_UNKNOWN\"", "\"line\": 15");
  }

  @Test
  void check_refuses_a_flag_that_this_kubelet_no_longer_has() throws Exception {
    String source = file(GOOD + "    flags: [--container-runtime=remote]\n");

    assertThat(run("config", "check", "-c", source)).isEqualTo(78);
    assertThat(run("config", "check", "-c", source, "--kubelet-version", "v1.26.9")).isZero();
    assertThat(run("config", "check", "-c", source, "--kubelet-version", "v1.34.2")).isEqualTo(78);
  }

  @Test
  void dump_prints_one_line_as_nodeadm_does() throws Exception {
    assertThat(run("config", "dump", "-c", file(GOOD))).isZero();
    assertThat(out())
        .isEqualTo(
            "{\"kind\":\"NodeConfig\",\"apiVersion\":\"node.eks.aws/v1alpha1\",\"metadata\":{},\"spec\":{\"cluster\":{\"name\":\"one"
                + "\\u0026two\","
                + "\"apiServerEndpoint\":\"https://example.com\",\"certificateAuthority\":\"LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tCk1JSUIKLS0tLS1FTkQgQ0VSVElGSUNBVEUtLS0tLQo=\",\"cidr\":\"10.100.0.0/16\"},\"containerd\":{},\"instance\":{\"localStorage\":{},\"environment\":{\"default\":{\"TOKEN\":\"hush\"}},\"network\":{}},\"kubelet\":{\"config\":{\"maxPods\":58}}}}\n");
  }

  @Test
  void explain_tells_value_origin_default_and_meaning() throws Exception {
    assertThat(run("config", "explain", "spec.kubelet.config.maxPods", "-c", file(GOOD))).isZero();
    assertThat(out())
        .startsWith("spec.kubelet.config.maxPods\n  value:    58\n  from:     ")
        .contains("config.yaml:14:7", "default:  none", "KubeletConfiguration");
  }

  @Test
  void explain_keeps_the_values_of_variables_to_itself() throws Exception {
    assertThat(run("config", "explain", "-c", file(GOOD))).isZero();
    assertThat(out()).contains("spec.bootstrap.budgets.total", "TOKEN").doesNotContain("hush");
  }

  @Test
  void explain_refuses_a_path_that_no_field_has() throws Exception {
    assertThat(run("config", "explain", "spec.clster", "-c", file(GOOD))).isEqualTo(2);
  }

  @Test
  void every_command_that_reads_standard_input_says_so_in_its_help() {
    for (String command : List.of("check", "dump", "explain")) {
      assertThat(run("config", command, "--help")).isZero();
      assertThat(out()).containsIgnoringWhitespaces("- for standard input");
    }
    assertThat(out()).containsIgnoringWhitespaces("default: none, nobody is asked");
  }

  @Test
  void explain_without_a_source_asks_nobody() {
    assertThat(run("config", "explain", "spec.bootstrap.join")).isZero();
    assertThat(out()).contains("spec.bootstrap.join", "default:  ready");
    assertThat(err()).contains("no source is named");
    assertThat(run("config", "explain", "spec.clster")).isEqualTo(2);
  }

  @Test
  void check_tells_ten_mistakes_of_every_kind_in_one_list() throws Exception {
    String source =
        file(
            """
            apiVersion: node.eks.aws/v1alpha1
            kind: NodeConfig
            spec:
              cluster:
                name: [a]
                apiServerEndpoint: https://10.0.0.1:6443
                certificateAuthority: bm90IGEgY2VydA==
                cidr: 10.96.0.0/33
              kubelet:
                config: {maxPodz: 12, maxPods: abc}
                flags: [--nope=1]
              instance:
                localStorage: {strategy: RAID5}
                environment: {kubelet: [a]}
              containerd:
                config: |
                  version = 2
                  [plugins."io.containerd.grpc.v1.cri".registry.mirrors."docker.io"]
                    endpoint = ["https://mirror.example"]
              bootstrap:
                join: maybe
                budgets: {total: 5x}
                unknwn: 3
            """);

    assertThat(run("config", "check", "-c", source)).isEqualTo(78);
    assertThat(err())
        .contains(
            "spec.cluster.name: is a list",
            "spec.cluster.certificateAuthority: holds no certificate",
            "spec.cluster.cidr: '10.96.0.0/33'",
            "spec.kubelet.config.maxPodz",
            "spec.kubelet.config.maxPods:",
            "--nope",
            "'RAID5' is no strategy",
            "spec.instance.environment.kubelet: is a list",
            "config.yaml:16:5: spec.containerd.config: registry.mirrors and registry.config_path",
            "'maybe' is not known",
            "'5x' is no duration",
            "unknown field 'unknwn'")
        .doesNotContain("is missing");
    assertThat(err().lines()).hasSize(12);
  }

  @Test
  void check_refuses_what_containerd_does_though_all_else_is_well() throws Exception {
    String source =
        file(
            GOOD
                + "  containerd: {config: 'disabled_plugins = [\"io.containerd.grpc.v1.cri\"]'}\n");

    assertThat(run("config", "check", "-o", "json", "-c", source)).isEqualTo(78);
    assertThat(out())
        .containsOnlyOnce("\"severity\": \"error\"")
        .contains("\"code\": \"CONTAINERD_CONFIG_CRI_DISABLED\"");
  }

  @Test
  void schema_is_printed_without_any_source() {
    assertThat(run("config", "schema")).isZero();
    assertThat(out())
        .startsWith("{\n  \"$schema\": \"https://json-schema.org/draft/2020-12/schema\"");
  }

  @Test
  void completion_knows_every_command() {
    assertThat(run("completion", "bash")).isZero();
    assertThat(out()).contains("init", "config", "explain", "--config-source");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "zsh        | compdef _nodeadm nodeadm",
        "fish       | complete -c nodeadm -n '__fish_seen_subcommand_from config; and"
            + " __fish_seen_subcommand_from dump' -l config-output -s o -r -d 'Where it goes.'",
        "powershell | 'config' = @('check', 'dump', '-h', '--help')",
        "powershell | 'completion' = @('bash', 'zsh', 'fish', 'powershell', 'nushell', '-h'",
        "nushell    | --config-output(-o): string # Where it goes."
      })
  void completion_serves_each_shell_that_nodeadm_serves(String shell, String expected) {
    assertThat(nodeadm("completion", shell)).isZero();
    assertThat(out()).contains(expected).doesNotContain("--nodeadm");
    assertThat(run("completion", shell)).isZero();
    assertThat(out()).contains("rehearse", "kubelet-version");
  }

  @Test
  void completion_for_any_other_shell_is_a_wrong_command_line() {
    assertThat(run("completion", "tcsh")).isEqualTo(2);
    assertThat(err()).contains("bash, zsh, fish, powershell, nushell, not tcsh");
  }

  private static final List<String> ANSWERS =
      List.of(
          "analyze --root ROOT",
          "boots --root ROOT",
          "clean --root ROOT",
          "config check -c WRONG",
          "config check -c GOOD",
          "config check --bogus",
          "config dump -c GOOD",
          "config dump -c WRONG",
          "config explain",
          "config explain -c BROKEN",
          "doctor --root ROOT --only CONFIG",
          "explain --list",
          "image list --bogus",
          "image load",
          "image save --bogus",
          "image verify --bogus",
          "plan --root ROOT --supervisor none -c GOOD",
          "plan --root ROOT --supervisor none -c BROKEN",
          "reset --root ROOT",
          "reset --root ROOT --yes --dry-run",
          "status --root ROOT",
          "verify-image --root ROOT --config GOOD",
          "version");

  @Test
  void each_command_that_answers_in_json_is_asked_for_it() {
    assertThat(Offered.by(Cli.everything()))
        .filteredOn(place -> place.options().stream().anyMatch(ConfigCommandTest::isJson))
        .extracting(place -> String.join(" ", place.path()))
        .isNotEmpty()
        .allSatisfy(command -> assertThat(ANSWERS).anyMatch(line -> line.startsWith(command)));
  }

  private static boolean isJson(OptionSpec option) {
    return option.longestName().equals("--output") && option.paramLabel().contains("json");
  }

  @ParameterizedTest
  @FieldSource("ANSWERS")
  void every_answer_in_json_has_one_form_with_the_exit_code_and_the_failure(String line)
      throws Exception {
    Path root = Files.createDirectory(folder.resolve("root"));
    String good = copy("good.yaml", GOOD + "  bootstrap: {platform: none}\n");
    String wrong = copy("wrong.yaml", GOOD.replace("name:", "nome:"));
    String broken = copy("broken.yaml", GOOD.replace("name:", "name: ["));
    String filled =
        line.replace("GOOD", good)
            .replace("WRONG", wrong)
            .replace("BROKEN", broken)
            .replace("ROOT", root.toString());

    int exitCode = run((filled + " -o json").split(" "));

    assertThat(out())
        .startsWith("{\n  \"schema\": 1,\n  \"exitCode\": " + exitCode + ",\n  \"failure\": ")
        .endsWith("\n}\n");
    Map<String, @Nullable Object> answer = JsonObject.read(out(), "standard output");
    if (exitCode == 0 || exitCode == 3) {
      assertThat(answer.get("failure")).isNull();
      assertThat(answer).hasSizeGreaterThan(3);
    } else {
      assertThat(answer.get("failure"))
          .asInstanceOf(InstanceOfAssertFactories.MAP)
          .containsKeys("code", "permanent", "tried", "happened", "remedy");
      assertThat(err()).isEmpty();
    }
  }

  private String copy(String name, String text) throws Exception {
    return "file://" + Files.writeString(folder.resolve(name), text);
  }

  @Test
  void a_warning_of_a_plan_does_not_say_its_code_twice() throws Exception {
    Path root = Files.createDirectory(folder.resolve("root"));
    String source = file(GOOD + "  bootstrap: {platform: none}\n");

    run("plan", "-o", "json", "--root", root.toString(), "--supervisor", "none", "-c", source);

    assertThat(out()).containsOnlyOnce("KUBELET_VERSION_UNKNOWN");
  }

  @Test
  void an_authority_that_is_no_base64_has_one_code_in_a_check_and_in_a_boot() throws Exception {
    Path root = Files.createDirectory(folder.resolve("root"));
    String source =
        file(
            GOOD.replaceAll("(certificateAuthority:) .*", "$1 '!!!'")
                + "  bootstrap: {platform: none}\n");

    for (String command : List.of("config check", "config dump", "plan --root " + root)) {
      assertThat(run((command + " -o json -c " + source).split(" "))).isEqualTo(78);
      assertThat(JsonObject.read(out(), "standard output").get("failure"))
          .asInstanceOf(InstanceOfAssertFactories.MAP)
          .containsEntry("code", "CONFIG_CA_INVALID");
    }
  }

  @Test
  void nodeadm_internal_answers_by_its_own_name() {
    NodeadmCli internal = new NodeadmCli(streams(), "nodeadm-internal");

    assertThat(internal.run("udev-net-manager", "--action", "foo")).isEqualTo(2);
    assertThat(err())
        .startsWith("nodeadm-internal: unhandled action")
        .contains("Try 'nodeadm-internal udev-net-manager --help'")
        .doesNotContain("nodeready");
  }

  @Test
  void nodeadm_internal_completes_its_own_commands_in_every_shell() {
    NodeadmCli internal = new NodeadmCli(streams(), "nodeadm-internal");

    assertThat(internal.run("--help")).isZero();
    assertThat(out()).contains("completion");
    for (String shell : CompletionCommand.SHELLS) {
      assertThat(internal.run("completion", shell)).isZero();
      assertThat(out()).contains("nodeadm-internal", "boot-hook").doesNotContain("config-cache");
    }
    assertThat(internal.run("completion", "bash")).isZero();
    assertThat(out()).contains("complete -F").endsWith(" nodeadm-internal\n");
  }

  @Test
  void each_node_config_of_the_readme_is_one() throws Exception {
    String readme = Files.readString(Path.of("README.md"));
    String authority = GOOD.replaceAll("(?s).*(certificateAuthority: [^\n]*).*", "$1");
    List<String> blocks =
        Pattern.compile("(?s)```yaml\n(.*?)```")
            .matcher(readme)
            .results()
            .map(block -> block.group(1))
            .filter(block -> block.contains("kind: NodeConfig"))
            .map(block -> block.replaceAll("certificateAuthority: .*", authority))
            .toList();
    String whole = file(blocks.getFirst());
    assertThat(blocks).hasSize(3);
    for (String block : blocks) {
      // Some show one part only, for what has the rest.
      String part = Files.writeString(folder.resolve("part.yaml"), block).toString();
      int code =
          block.contains("cluster:")
              ? run("config", "check", "-c", "file://" + part)
              : run("config", "check", "-c", whole, "-c", "file://" + part);
      assertThat(code).as("%s: %s", block, err()).isZero();
      assertThat(err()).doesNotContain("error");
    }
  }

  @Test
  void the_remedy_of_a_wrong_configuration_is_a_check_that_shows_the_same() throws Exception {
    assertThat(run("config", "dump", "-c", file(GOOD.replace("one&two", "[one]")))).isEqualTo(78);
    Matcher check = Pattern.compile("nodeready (config check -c \\S+) shows").matcher(err());
    assertThat(check.find()).as(err()).isTrue();
    assertThat(run(check.group(1).split(" "))).isEqualTo(78);
    assertThat(err()).contains("spec.cluster.name: is a list");
  }

  @Test
  void what_is_missing_has_the_place_that_lacks_it_and_a_check_of_its_source() throws Exception {
    Path root = Files.createDirectory(folder.resolve("root"));
    String source =
        file(
            GOOD.replace(
                "  instance:\n", "  instance:\n    storage: {volumes: [{fsType: xfs}]}\n"));

    assertThat(run("config", "check", "-c", source)).isEqualTo(78);
    assertThat(err())
        .contains(".yaml:10:25: spec.instance.storage.volumes[0].device: is missing")
        .contains("spec.instance.storage.volumes[0].mountTargets: is missing");
    assertThat(run("plan", "--root", root.toString(), "--supervisor", "none", "-c", source))
        .isEqualTo(78);
    assertThat(err()).contains("nodeready config check -c " + source + " shows this again");
  }

  @Test
  void what_came_by_standard_input_is_checked_by_standard_input_again() {
    Origin origin = new Origin("file:///dev/stdin", "/dev/stdin", 3, 1);
    Problem problem =
        new Problem(Severity.ERROR, Code.CONFIG_SYNTAX, "", origin, "it is broken", "mend it");

    assertThat(Problems.failure(List.of(problem)).failure().remedy())
        .contains("nodeready config check -c - shows");
  }

  @Test
  void a_source_that_is_not_there_has_its_place_and_a_check_that_shows_the_same() throws Exception {
    String gone = "file://" + folder.resolve("gone.yaml");

    assertThat(run("config", "dump", "-c", gone)).isEqualTo(78);
    assertThat(err())
        .contains("mend that source; nodeready config check -c " + gone + " shows")
        .doesNotContain("correct the NodeConfig");
    assertThat(run("config", "check", "-c", gone, "-o", "json")).isEqualTo(78);
    assertThat(out()).contains("\"source\": \"" + gone + "\"");
  }

  @Test
  void a_folder_without_a_node_config_is_checked_by_its_name_and_not_by_user_data()
      throws Exception {
    String empty = "file://" + Files.createDirectory(folder.resolve("empty"));

    assertThat(run("config", "dump", "-c", empty)).isEqualTo(78);
    assertThat(err())
        .contains("give it a NodeConfig; nodeready config check -c " + empty + " shows")
        .doesNotContain("correct the NodeConfig");
  }

  @Test
  void a_source_without_a_scheme_is_no_matter_of_the_node_config() {
    assertThat(run("config", "check", "-c", "/etc/node.yaml")).isEqualTo(78);
    assertThat(err())
        .contains("write file:///etc/node.yaml;")
        .doesNotContain("correct the NodeConfig");
  }

  @Test
  void an_empty_file_is_not_sent_to_a_multipart_text() throws Exception {
    assertThat(run("config", "check", "-c", file(""))).isEqualTo(78);
    assertThat(err()).contains("is empty; write a NodeConfig").doesNotContain("MIME");
  }

  @Test
  void no_node_config_anywhere_is_told_with_what_to_do() throws Exception {
    assertThat(run("config", "check", "-c", "file://" + Files.createDirectory(folder.resolve("d"))))
        .isEqualTo(78);
    assertThat(err()).contains("no source gives a NodeConfig; put a NodeConfig");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "foo", "v2.1", "latest"})
  void a_kubelet_version_that_is_none_does_not_make_a_configuration_valid(String version)
      throws Exception {
    assertThat(run("config", "check", "-c", file(GOOD), "--kubelet-version", version)).isEqualTo(2);
    assertThat(err()).contains("'" + version + "' is no version", "v1.34.2");
    assertThat(out()).isEmpty();
  }

  @Test
  void there_is_a_manual_page_for_each_command() {
    assertThat(run("man")).isZero();
    assertThat(out())
        .startsWith(".TH NODEREADY 8\n")
        .contains("\\fBnodeready\\-init\\fR(8)", ".SH EXIT STATUS");
    assertThat(run("man", "--list")).isZero();
    assertThat(out().lines()).contains("", "init", "config check").doesNotContain("man");
    assertThat(run("man", "config", "check")).isZero();
    assertThat(out()).contains(".TH NODEREADY-CONFIG-CHECK 8", "\\-\\-kubelet\\-version VERSION");
    assertThat(run("man", "nothing")).isEqualTo(2);
  }

  @Test
  void the_manual_page_of_each_command_has_all_of_its_options() {
    for (Offered place : Offered.by(Cli.everything())) {
      List<String> line = new ArrayList<>(List.of("man"));
      line.addAll(place.path());
      assertThat(run(line.toArray(String[]::new))).isZero();
      assertThat(place.options())
          .allSatisfy(
              option -> assertThat(out()).contains(option.longestName().replace("-", "\\-")));
    }
  }

  @Test
  void nodeadm_checks_and_dumps_with_its_own_words_and_codes() throws Exception {
    assertThat(nodeadm("config", "check", "--config-source", file(GOOD))).isZero();
    assertThat(nodeadm("config", "check", "-c=" + file(GOOD.replace("name:", "nome:"))))
        .isEqualTo(1);
    assertThat(nodeadm("-development", "config", "-d", "dump", "-c", file(GOOD))).isZero();
    assertThat(out()).contains("{\"kind\":\"NodeConfig\"");
  }

  @Test
  void nodeadm_writes_a_dump_into_a_file_for_root_alone() throws Exception {
    Path target = folder.resolve("deep/dump.json");

    assertThat(nodeadm("config", "dump", "-c", file(GOOD), "-o", target.toString())).isZero();
    assertThat(target).content().startsWith("{\"kind\"");
    assertThat(Files.getPosixFilePermissions(target)).hasSize(2);
    assertThat(out()).isEmpty();
  }

  @Test
  void nodeadm_exits_2_where_the_line_is_wrong() {
    for (List<String> line :
        List.of(
            List.<String>of(),
            List.of("config"),
            List.of("inits"),
            List.of("init", "--bogus", "x"),
            List.of("init", "-c"),
            List.of("--development=perhaps", "init"))) {
      assertThat(nodeadm(line.toArray(String[]::new))).as("%s", line).isEqualTo(2);
    }
  }

  @Test
  void nodeadm_shows_its_own_help_and_no_command_that_it_refuses() {
    assertThat(nodeadm("--help")).isZero();
    assertThat(out())
        .contains("Usage: nodeadm", "init", "config", "completion")
        .doesNotContain("rehearse", "status");
    assertThat(nodeadm("init", "-h")).isZero();
    assertThat(out()).contains("nodeadm init", "--daemon").doesNotContain("--supervisor");
    assertThat(new NodeadmCli(streams(), "nodeadm-internal").run("--help")).isZero();
    assertThat(out()).contains("Usage: nodeadm-internal", "udev-net-manager", "boot-hook");
    assertThat(new NodeadmCli(streams(), "nodeadm-internal").run("boot-hook", "--help")).isZero();
    assertThat(out()).contains("nodeadm-internal boot-hook");
  }

  @Test
  void nodeadm_names_an_unknown_flag_as_it_was_written() {
    assertThat(nodeadm("init", "--root", "/x")).isEqualTo(2);
    assertThat(err()).contains("Unknown arguments supplied: --root\n");
    assertThat(nodeadm("init", "-z")).isEqualTo(2);
    assertThat(err()).contains("Unknown arguments supplied: -z\n");
    assertThat(nodeadm("init", "--config-cache")).isEqualTo(2);
    assertThat(err()).contains("flag --config-cache\n");
  }

  private String file(String text) throws IOException {
    return "file://" + Files.writeString(folder.resolve("config.yaml"), text);
  }

  private int run(String... args) {
    return new Cli(streams()).run(args);
  }

  private int nodeadm(String... args) {
    return new NodeadmCli(streams(), "nodeadm").run(args);
  }

  private Streams streams() {
    out.reset();
    err.reset();
    return new Streams(
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  private String out() {
    return PlainWords.of(out.toString(StandardCharsets.UTF_8));
  }

  private String err() {
    return PlainWords.of(err.toString(StandardCharsets.UTF_8));
  }
}
