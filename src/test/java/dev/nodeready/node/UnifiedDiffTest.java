package dev.nodeready.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.host.Commands;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnifiedDiffTest {
  @TempDir Path folder;

  @Test
  void looks_as_diff_prints_it() {
    assertThat(UnifiedDiff.of("a", "1\n2\n3\n4\n5\n6\n7\n8\n9\n", "b", "1\n2\n3\n4\n5\n6\n7\nx\n9"))
        .isEqualTo(
            """
            --- a
            +++ b
            @@ -5,5 +5,5 @@
             5
             6
             7
            -8
            -9
            +x
            +9
            \\ No newline at end of file
            """);
  }

  @Test
  void equal_texts_have_none() {
    assertThat(UnifiedDiff.of("a", "x\n", "b", "x\n")).isEmpty();
    String many = "x\n".repeat(3000);
    assertThat(UnifiedDiff.of("a", many, "b", many)).isEmpty();
  }

  @Test
  void a_new_file_is_all_new() {
    assertThat(UnifiedDiff.of("/dev/null", "", "b", "x\n"))
        .isEqualTo("--- /dev/null\n+++ b\n@@ -0,0 +1 @@\n+x\n");
  }

  @Test
  void texts_too_long_to_compare_are_replaced_whole() {
    assertThat(UnifiedDiff.of("a", "1\n".repeat(3000) + "x\n", "b", "2\n".repeat(3000)))
        .contains("@@ -1,3001 +1,3000 @@");
  }

  @Test
  void patch_makes_one_text_of_the_other() throws Exception {
    Random random = new Random(5);
    Commands commands = new Commands(Map.of());
    for (int round = 0; round < 60; round++) {
      String before = text(random);
      String after = text(random);
      Path file = Files.writeString(folder.resolve("f"), before);
      String diff = UnifiedDiff.of("f", before, "f", after);
      if (!diff.isEmpty()) {
        List<String> words =
            List.of(
                RealPart.PATCH.program("patch"), "--posix", "-u", "-s", "-i", "-", file.toString());
        Commands.Result result = commands.run(Duration.ofSeconds(10), words, diff);
        assertThat(result.ok()).as(diff + result.lastWords()).isTrue();
      }
      assertThat(Files.exists(file) ? Files.readString(file) : "").as(diff).isEqualTo(after);
    }
  }

  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    for (int lines = random.nextInt(40); lines > 0; lines--) {
      text.append("line ").append(random.nextInt(4)).append('\n');
    }
    if (!text.isEmpty() && random.nextInt(4) == 0) {
      text.setLength(text.length() - 1);
    }
    return text.toString();
  }
}
