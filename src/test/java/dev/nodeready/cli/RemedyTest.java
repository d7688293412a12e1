package dev.nodeready.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.nodeready.catalogue.Code;
import dev.nodeready.config.Explanation;
import dev.nodeready.config.ResolvedConfig;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine.Model.OptionSpec;

/** What the catalogue sends people to is there. Programs of others are run by {@code RemedyIT}. */
class RemedyTest {
  /** Something that one can run, open or set. */
  private static final Pattern HANDLE =
      Pattern.compile(
          RemedyCommands.PROGRAMS
              + "|(?<!\\w)--[a-z]|/(?:etc|var|run|proc)/\\w|\\bspec\\.\\w|\\b[A-Z][A-Z0-9]*_[A-Z0-9_]+\\b|\\bsudo\\b"
              + "|\\bPATH\\b|COMMAND|\\becr:\\w|\\bhosts\\.toml|\\bHTTPS_PROXY|on the PATH|Id\\w+Name");

  /** The file, line and field to open stand in what happened. */
  private static final Set<String> NAMED_BY_WHAT_HAPPENED = Set.of("CONFIG", "CONTAINERD");

  /**
   * Only somebody outside of the machine, or time, mends these; the file is named where it is one.
   */
  private static final Set<Code> BY_NATURE =
      Set.of(
          Code.AWS_API_UNAVAILABLE,
          Code.AWS_THROTTLED,
          Code.KUBELET_DROP_IN_BROKEN,
          Code.KUBELET_STATE_OF_OTHER_POLICY);

  private static final Pattern OPTION = Pattern.compile("(?<![\\w-])--[a-z][a-z-]+");
  private static final Pattern FIELD = Pattern.compile("\\bspec(?:\\.\\w+)+");

  @ParameterizedTest
  @EnumSource
  void every_remedy_names_something_that_one_can_run_open_or_set(Code code) {
    if (!NAMED_BY_WHAT_HAPPENED.contains(code.area())) {
      assertThat(HANDLE.matcher(code.remedy()).find())
          .as(code.remedy())
          .isNotEqualTo(BY_NATURE.contains(code));
    }
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
