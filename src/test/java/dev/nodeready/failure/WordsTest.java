package dev.nodeready.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.nodeready.Needs;
import dev.nodeready.Sources;
import dev.nodeready.catalogue.Code;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordsTest {
  private static final Pattern CAUGHT = Pattern.compile("catch \\([^)]*\\b(\\w+)\\) \\{");

  @TempDir Path folder;

  @Test
  void a_file_that_is_not_there_is_told_without_the_name_of_a_class() {
    Path file = folder.resolve("none");
    Throwable e = catchThrowable(() -> Files.readString(file));
    assertThat(Words.of(e, "read " + file)).isEqualTo("no such file or folder");
    assertThat(Words.of(e, "read the node")).isEqualTo(file + ": no such file or folder");
  }

  @Test
  void what_the_system_says_stays() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    assertThat(words(() -> Files.createFile(file.resolve("below")))).isEqualTo("Not a directory");
  }

  @Test
  void a_program_that_cannot_be_started_is_told_in_the_systems_words() {
    assertThat(words(() -> new ProcessBuilder("/no/such/program").start()))
        .isEqualTo("No such file or directory");
    assertThat(words(() -> new ProcessBuilder(folder.toString()).start()))
        .isEqualTo("Permission denied");
  }

  @Test
  void base64_that_is_none_shows_the_character_and_not_its_number() {
    assertThat(words(() -> Base64.getDecoder().decode("ab!d")))
        .isEqualTo("it holds the character '!'");
    assertThat(words(() -> Base64.getDecoder().decode("abc=d"))).startsWith("it is cut off");
  }

  @Test
  void gzip_that_ends_early_is_told() {
    byte[] head = {0x1f, (byte) 0x8b, 8, 0, 0};
    assertThat(words(() -> new GZIPInputStream(new ByteArrayInputStream(head))))
        .isEqualTo("it ends too early");
  }

  @Test
  void a_class_within_a_message_goes_and_the_message_stays() {
    assertThat(
            Words.of(
                new IOException(
                    "PKIX path building failed:"
                        + " sun.security.provider.certpath.SunCertPathBuilderException: no path")))
        .isEqualTo("PKIX path building failed: no path");
  }

  @Test
  void what_says_nothing_is_named_in_words() {
    assertThat(Words.of(new IllegalStateException())).isEqualTo("illegal state");
  }

  @Test
  void every_failure_of_every_test_is_looked_at_for_javas_own_words() {
    Needs.that(Failure.class.desiredAssertionStatus(), "assertions are off: run java with -ea");
    assertThatThrownBy(() ->
            Failure.passing(
                Code.HOST_READ_FAILED, "read it", "java.nio.file.AccessDeniedException: /x"))
        .isInstanceOf(AssertionError.class);
  }

  @Test
  void no_exception_is_put_into_a_text_as_it_stands() throws IOException {
    List<Path> found = new ArrayList<>();
    for (Path file : Sources.main()) {
      if (raw(Files.readString(file))) {
        found.add(file);
      }
    }
    assertThat(found).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          tell("it says " + e);                      | true
          tell(e + " is what it says", e.toString()) | true
          tell(String.valueOf(e));                   | true
          tell("it says %s".formatted(e));           | true
          tell("%s of %s".formatted(e, file));       | true
          tell("%s: %s".formatted(of(file), e), x);  | true
          tell("it says " + Words.of(e));            | false
          tell("%s: %s".formatted(file, Words.of(e)));  | false
          tell("of %s".formatted(file), e);          | false
          tell("it is " + empty);                    | false
          """)
  void an_exception_in_a_text_is_found(String code, boolean found) {
    assertThat(raw("try {} catch (IOException | OtherException e) {" + code + "}"))
        .isEqualTo(found);
  }

  /** Whether what is caught is joined to a text, class and all. */
  private static boolean raw(String text) {
    return CAUGHT
        .matcher(text)
        .results()
        .anyMatch(caught -> {
          String rest = text.substring(caught.end(), Math.min(text.length(), caught.end() + 600));
          String e = caught.group(1);
          return Pattern.compile(
                  "\\+ %1$s[;,)\\s]|\\b%1$s\\.toString\\(\\)|valueOf\\(%1$s\\)".formatted(e)
                      // Among the arguments themselves; those of calls in them are passed over.
                      + "|formatted\\((?:[^()]|\\([^()]*\\))*(?<=[(,]\\s{0,40})"
                      + e
                      + "\\s*[,)]")
              .matcher(rest)
              .find();
        });
  }

  @Test
  void a_character_of_any_number_of_digits_is_told_in_words() {
    String said = "Illegal base64 character " + "4".repeat(1000);

    assertThat(Words.arePlain(Words.of(new IOException(said)))).isTrue();
  }

  @Test
  @Timeout(20)
  void what_quotes_an_answer_of_many_kilobytes_is_told_like_any_other() {
    String answer = ("a.b:".repeat(30) + "\n").repeat(2000);
    for (String part : List.of(answer, ".a".repeat(100_000), "'".repeat(100_000))) {
      String said = "java.io.IOException: no answer: " + part;

      assertThat(Words.arePlain(Words.of(new IOException(said)))).isTrue();
    }
  }

  private static String words(ThrowingCallable call) {
    return Words.of(catchThrowable(call));
  }
}
