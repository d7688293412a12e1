package dev.nodeready;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Keys and tokens that are real ones by their form; those that documents show are known. */
class NoSecretsInRepositoryTest {
  private static final List<Pattern> FORMS =
      List.of(
          Pattern.compile("\\b(?:AKIA|ASIA)[A-Z0-9]{16}\\b"),
          Pattern.compile("\\bgh[pousr]_[A-Za-z0-9]{36,}\\b"),
          Pattern.compile("\\bgithub_pat_[A-Za-z0-9_]{60,}\\b"),
          Pattern.compile("\\bglpat-[A-Za-z0-9_-]{20,}"),
          Pattern.compile("\\bxox[abprs]-[A-Za-z0-9-]{20,}"),
          Pattern.compile("\\bAIza[A-Za-z0-9_-]{35}\\b"),
          Pattern.compile("\\beyJ[\\w-]{30,}\\.eyJ[\\w-]{30,}\\.[\\w-]{30,}"),
          Pattern.compile("(?i)aws_secret_access_key\\W{1,4}[A-Za-z0-9/+]{40}\\b"),
          Pattern.compile("-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----\\s+[A-Za-z0-9+/=\\s]{100,}"));

  /** Parts of what the documents of AWS and GitHub show, and of sequences that are none. */
  private static final Set<String> SHOWN = Set.of("EXAMPLE", "0123456789", "abcdefghij");

  private static final Set<String> OTHERS = Set.of("target", ".git");

  @Test
  void no_file_of_the_repository_holds_a_key_or_a_token() throws Exception {
    List<String> found = new ArrayList<>();
    int looked = 0;
    for (Path file : files()) {
      looked++;
      String text = Files.readString(file, StandardCharsets.ISO_8859_1);
      secrets(text).forEach(secret -> found.add(file + ": " + secret.substring(0, 12) + "…"));
    }

    assertThat(found).isEmpty();
    assertThat(looked).isGreaterThan(1000);
  }

  @Test
  void keys_and_tokens_are_known_by_their_form() {
    // Put together here, so that this file holds none.
    String key = "-----BEGIN EC " + "PRIVATE KEY-----\n" + "MHcCAQEEIB".repeat(12);

    assertThat(secrets("id=AKIA" + "QWERTYUIOPASDFGH;")).hasSize(1);
    assertThat(secrets("gh" + "p_" + "aB3".repeat(12))).hasSize(1);
    assertThat(secrets(key)).hasSize(1);
    assertThat(secrets("AKIA" + "IOSFODNN7EXAMPLE")).isEmpty();
  }

  private static List<String> secrets(String text) {
    return FORMS.stream()
        .flatMap(form -> form.matcher(text).results())
        .map(MatchResult::group)
        .filter(secret -> SHOWN.stream().noneMatch(secret::contains))
        .toList();
  }

  private static List<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(Path.of("."))) {
      return all.filter(Files::isRegularFile)
          .map(Path::normalize)
          .filter(file -> !OTHERS.contains(file.getName(0).toString()))
          .toList();
    }
  }
}
