package dev.nodeready;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class NeedsTest {
  private static final Pattern SKIPPING =
      Pattern.compile(
          "\\bAssumptions\\b|\\bTestAbortedException\\b|@(?:Disabled|Enabled)(?:If|On|For)?");

  @Test
  void nothing_but_this_skips_a_test() throws IOException {
    List<Path> skipping = new ArrayList<>();
    for (Path file : Sources.tests()) {
      if (SKIPPING.matcher(Files.readString(file)).find()) {
        skipping.add(file.getFileName());
      }
    }
    assertThat(skipping).containsExactly(Path.of("Needs.java"));
  }
}
