package dev.nodeready.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.nodeready.Sources;
import dev.nodeready.catalogue.Code;
import dev.nodeready.config.Explanation;
import dev.nodeready.config.NodeConfig;
import dev.nodeready.config.ResolvedConfig;
import dev.nodeready.failure.Words;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** What the catalogue sends people to is there. Programs of others are run by {@code RemedyIT}. */
class RemedyTest {
  /** Something that one can run, open or set. */
  private static final Pattern HANDLE =
      Pattern.compile(
          RemedyCommands.PROGRAMS
              + "|(?<!\\w)--[a-z]|/(?:etc|var|run|proc)/\\w|\\bspec\\.\\w|\\b[A-Z][A-Z0-9]*_[A-Z0-9_]+\\b|\\bsudo\\b"
              + "|\\bPATH\\b|COMMAND|\\becr:\\w|\\bhosts\\.toml|\\bHTTPS_PROXY|on the PATH|Id\\w+Name"
              + "|(?:apiVersion|kind): \\w");

  private static final Pattern OPTION = Pattern.compile("(?<![\\w-])--[a-z][a-z-]+");
  private static final Pattern HEAD = Pattern.compile("\\b(?:apiVersion|kind): \\S+");
  private static final Pattern FILE =
      Pattern.compile("(?<![\\w./:-])/(?:etc|var|run|proc|opt)(?:/[\\w.-]*\\w)+");
  private static final String KNOWN = sources();

  /** Seen: this passed where containerd had run, and failed on a machine that is new. */
  private static final Set<String> CONTAINERDS =
      Set.of("/var/lib/containerd/io.containerd.metadata.v1.bolt");

  private static final Pattern FIELD = Pattern.compile("\\bspec(?:\\.\\w+)+");

  @ParameterizedTest
  @EnumSource
  void every_remedy_names_something_that_one_can_run_open_or_set(Code code) {
    assertThat(HANDLE.matcher(code.remedy()).find()).as(code.remedy()).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void every_head_of_a_document_that_a_remedy_gives_is_that_of_a_node_config(Code code) {
    assertThat(HEAD.matcher(code.remedy()).results().map(found -> found.group()))
        .isSubsetOf("apiVersion: " + NodeConfig.API_VERSION, "kind: " + NodeConfig.KIND);
  }

  /** On any machine, or because nodeready writes or reads it, or from containerd's start on. */
  @ParameterizedTest
  @EnumSource
  void every_file_that_a_remedy_names_is_there_or_known_to_the_program(Code code) {
    assertThat(FILE.matcher(code.remedy()).results().map(found -> found.group()))
        .allSatisfy(file ->
            assertThat(
                    Files.exists(Path.of(file))
                        || KNOWN.contains('"' + file)
                        || CONTAINERDS.contains(file))
                .as(file)
                .isTrue());
  }

  @ParameterizedTest
  @EnumSource
  void every_field_that_a_remedy_names_is_one_of_the_configuration(Code code) {
    assertThat(FIELD.matcher(code.remedy()).results().map(found -> found.group()))
        .allSatisfy(field ->
            assertThat(Explanation.of(ResolvedConfig.EMPTY, field)).as(field).isNotEmpty());
  }

  @ParameterizedTest
  @EnumSource
  void every_command_of_ours_in_a_remedy_is_one(Code code) {
    for (List<String> words : RemedyCommands.in(code.remedy())) {
      if (words.getFirst().equals("nodeready")) {
        List<String> line = new ArrayList<>(words.subList(1, words.size()));
        assertThatCode(() -> Cli.everything().parseArgs(line.toArray(String[]::new)))
            .as("%s", words)
            .doesNotThrowAnyException();
        everyValueIsOneThatIsOffered(line);
      }
    }
  }

  private static void everyValueIsOneThatIsOffered(List<String> line) {
    ParseResult command = Cli.everything().parseArgs(line.toArray(String[]::new));
    while (command.hasSubcommand()) {
      command = command.subcommand();
    }
    for (OptionSpec option : command.matchedOptions()) {
      if (option.completionCandidates() != null) {
        assertThat(option.stringValues().stream().flatMap(value -> Stream.of(value.split(","))))
            .as("%s", line)
            .isSubsetOf(option.completionCandidates());
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void every_option_of_ours_that_a_remedy_names_is_one(Code code) {
    String ours = code.remedy();
    for (List<String> words : RemedyCommands.in(ours)) {
      ours =
          words.getFirst().equals("nodeready") ? ours : ours.replace(String.join(" ", words), "");
    }
    assertThat(OPTION.matcher(ours).results().map(found -> found.group()))
        .allSatisfy(option -> assertThat(options()).contains(option));
  }

  /** The program's own text, without the catalogue, which may not vouch for itself. */
  private static String sources() {
    try {
      StringBuilder text = new StringBuilder();
      for (Path file : Sources.main()) {
        text.append(file.endsWith("Code.java") ? "" : Files.readString(file));
      }
      return text.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "HOST_COMMAND_TIMEOUT",
        "HOST_WRITE_FAILED",
        "JOIN_FORBIDDEN",
        "CONFIG_SYNTAX",
        "HOST_SELINUX_LABEL",
        "IMAGE_IN_OTHER_NAMESPACE"
      })
  void a_word_of_a_remedy_that_a_failure_has_to_fill_in_is_known_by_it(Code code) {
    assertThat(Words.areFilled(code.remedy())).isFalse();
    assertThat(
            Words.areFilled(
                code.remedy(
                    "COMMAND",
                    "ls",
                    "FOLDER",
                    "/tmp",
                    "SOURCE",
                    "file:///x",
                    "USER",
                    "n",
                    "PROGRAM",
                    "/bin/ls",
                    "IMAGE",
                    "pause:3",
                    "NAMESPACE",
                    "moby")))
        .isTrue();
  }

  private static List<String> options() {
    return Stream.concat(
            Offered.by(Cli.everything()).stream()
                .flatMap(place -> place.command().options().stream()),
            new InterfaceCommand().spec().options().stream())
        .map(OptionSpec::names)
        .flatMap(Arrays::stream)
        .toList();
  }
}
