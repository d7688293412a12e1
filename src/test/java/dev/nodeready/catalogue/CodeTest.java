package dev.nodeready.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaFieldAccess;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import dev.nodeready.Sources;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The catalogue and what is said elsewhere of codes stay together. */
@AnalyzeClasses(packages = "dev.nodeready", importOptions = ImportOption.DoNotIncludeTests.class)
class CodeTest {
  private static final Set<String> AREAS =
      Set.of(
          "AWS",
          "BOOT",
          "CLI",
          "CONFIG",
          "CONTAINERD",
          "CRI",
          "HOST",
          "IMAGE",
          "JOIN",
          "KUBELET",
          "PLAN",
          "REHEARSAL",
          "SYSTEMD");
  private static final Pattern IN_JAVADOC = Pattern.compile("code \\{@code ([A-Z_0-9]+)}");
  private static final Pattern IN_README = Pattern.compile("`((?:[A-Z]+_)[A-Z_0-9]+)`");

  @ArchTest
  void no_code_is_in_the_catalogue_that_nothing_can_end_with(JavaClasses all) {
    Set<String> used =
        all.stream()
            .filter(c -> !c.getPackageName().equals(Code.class.getPackageName()))
            .flatMap(c -> c.getFieldAccessesFromSelf().stream())
            .filter(access -> access.getTargetOwner().isEquivalentTo(Code.class))
            .map(JavaFieldAccess::getName)
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(names()).isSubsetOf(used);
  }

  @Test
  void each_code_begins_with_its_area_and_says_what_it_means_and_what_to_do() {
    assertThat(Code.values())
        .allSatisfy(code -> {
          assertThat(code.area()).isIn(AREAS);
          assertThat(List.of(code.meaning(), code.remedy()))
              .allSatisfy(text -> assertThat(text).isNotBlank().doesNotEndWith("."));
        });
  }

  @Test
  void what_to_do_stands_in_the_catalogue_and_nowhere_else() throws IOException {
    assertThat(Sources.main())
        .filteredOn(file -> !file.endsWith("Code.java"))
        .isNotEmpty()
        .flatMap(file -> repeated(file).toList())
        .isEmpty();
  }

  /** Remedies of the codes of a file that it has in its own words, which are the same. */
  private static Stream<String> repeated(Path file) {
    String text = text(file).replaceAll("\"\\s*\\+\\s*\"", "");
    return Arrays.stream(Code.values())
        .filter(code -> text.contains("Code." + code.name()))
        .map(Code::remedy)
        .filter(remedy -> text.contains("\"" + remedy.replace("\"", "\\\"") + "\""));
  }

  @Test
  void a_remedy_takes_the_names_of_a_failure_for_its_words_in_capitals() {
    assertThat(Code.IMAGE_REGISTRY_PAGE.remedy("REGISTRY", "r$1.example:5000"))
        .contains("curl -sSIL https://r$1.example:5000/v2/")
        .doesNotContain("REGISTRY");
  }

  @Test
  void every_code_that_javadoc_promises_is_in_the_catalogue() throws IOException {
    assertThat(Sources.main().stream().flatMap(file -> named(file, IN_JAVADOC)))
        .isNotEmpty()
        .isSubsetOf(names());
  }

  @Test
  void every_code_that_the_readme_names_is_in_the_catalogue() {
    assertThat(
            named(Path.of("README.md"), IN_README)
                .filter(word -> AREAS.contains(word.substring(0, word.indexOf('_'))))
                .filter(word -> !word.startsWith("AWS_")))
        .isSubsetOf(names());
  }

  private static Stream<String> named(Path file, Pattern pattern) {
    return pattern.matcher(text(file)).results().map(found -> found.group(1)).toList().stream();
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Set<String> names() {
    return Arrays.stream(Code.values()).map(Enum::name).collect(Collectors.toSet());
  }
}
