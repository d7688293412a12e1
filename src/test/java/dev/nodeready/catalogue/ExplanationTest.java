package dev.nodeready.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.failure.Failure;
import dev.nodeready.failure.Words;
import dev.nodeready.report.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every code is explained, as the program behaves, and the page says the same. */
class ExplanationTest {
  private static final Path PAGE = Path.of(".github", "CODES.md");
  private static final Map<Code, Explanation> ALL = Explanation.all();

  @Test
  void every_code_is_explained_and_nothing_else_is() throws IOException {
    Path file = Path.of("src/main/resources/dev/nodeready/catalogue/codes.txt");

    assertThat(ALL).containsOnlyKeys(Code.values());
    assertThat(Files.readAllLines(file)).hasSameSizeAs(Code.values());
  }

  @ParameterizedTest
  @EnumSource
  void each_says_how_it_is_detected_and_what_shows_it(Code code) {
    Explanation one = of(code);

    assertThat(one.detected()).isNotBlank().doesNotEndWith(".");
    assertThat(one.evidence()).isNotBlank().doesNotEndWith(".");
    assertThat(Words.arePlain(one.detected() + " " + one.evidence())).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void the_exit_codes_are_those_that_a_run_ends_with(Code code) {
    String permanent =
        String.valueOf(ExitCode.of(Failure.permanent(code, "do it", "it failed", "mend it")));
    String passing =
        String.valueOf(ExitCode.of(Failure.passing(code, "do it", "it failed", "mend it")));

    switch (of(code).kind()) {
      case PERMANENT ->
          assertThat(of(code).exitCodes()).isEqualTo(code == Code.CLI_MISTAKE ? "2" : permanent);
      case PASSING -> assertThat(of(code).exitCodes()).isEqualTo(passing);
      case EITHER -> assertThat(of(code).exitCodes()).contains(permanent, passing);
      case WARNING, FINDING -> assertThat(of(code).exitCodes()).isNotBlank();
    }
  }

  /** Where they part, the page that the catalogue makes lies in {@code target/CODES.md}. */
  @Test
  void the_page_of_the_documentation_is_the_catalogues() throws IOException {
    String page = page();
    Files.createDirectories(Path.of("target"));
    Files.writeString(Path.of("target", "CODES.md"), page);

    assertThat(Files.readString(PAGE)).as("cp target/CODES.md " + PAGE).isEqualTo(page);
  }

  /** As whoever shows the page makes anchors of its headings. */
  @Test
  void each_code_has_a_section_of_its_own_where_it_is_said_to_stand() throws IOException {
    List<String> anchors =
        Files.readAllLines(PAGE).stream()
            .filter(line -> line.startsWith("#"))
            .map(line -> line.replaceFirst("^#+ ", "").toLowerCase(Locale.ROOT))
            .map(heading -> "CODES.md#" + heading.replaceAll("[^a-z0-9_ -]", "").replace(' ', '-'))
            .toList();

    assertThat(anchors).doesNotHaveDuplicates();
    assertThat(anchors).containsAll(ALL.values().stream().map(Explanation::page).toList());
  }

  private static Explanation of(Code code) {
    return Objects.requireNonNull(ALL.get(code));
  }

  private static String page() {
    StringBuilder page = new StringBuilder("# Codes\n\n");
    page.append(
        """
        What `nodeready explain` says of each. The catalogue makes this page: change that. Which codes the tests have produced,
        on what real parts, how, and in what time they were named, is written by each run of them into `target/causes.tsv`.
        """);
    String area = "";
    for (Code code : Code.values()) {
      if (!code.area().equals(area)) {
        area = code.area();
        page.append("\n## ").append(area).append('\n');
      }
      Explanation one = of(code);
      page.append("\n### ").append(code).append("\n\n");
      page.append(code.meaning()).append(".\n\n");
      page.append("- detected: ").append(text(one.detected())).append('\n');
      page.append("- evidence: ").append(text(one.evidence())).append('\n');
      page.append("- remedy: ").append(text(code.remedy())).append('\n');
      page.append("- kind: ").append(one.kind().words()).append('\n');
      page.append("- exit code: ").append(one.exitCodes()).append('\n');
    }
    return page.toString();
  }

  private static String text(String plain) {
    return plain.replace("*", "\\*").replace("<", "&lt;");
  }
}
