package dev.nodeready.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.config.Problem;
import dev.nodeready.failure.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The same targets under Jazzer, one process for each: it keeps the inputs that reach code which
 * none before has reached, and changes those. {@code -Dfuzz.inputs} is how many all targets get
 * together, {@code -Dfuzz.seed} and {@code -Dfuzz.target} are as in {@link FuzzTest}.
 */
@Tag("matrix")
class CoverageIT {
  private static final long INPUTS = Long.getLong("fuzz.inputs", 1_000_000);
  private static final long SEED = Long.getLong("fuzz.seed", 1);
  private static final Path FOLDER = Path.of("target", "fuzz").toAbsolutePath();

  static List<Target> targets() {
    return Targets.chosen();
  }

  @ParameterizedTest
  @MethodSource("targets")
  void nothing_that_reaches_more_of_a_reader_breaks_it(Target target) throws Exception {
    Path folder = Files.createDirectories(FOLDER.resolve(target.name()));
    Files.createDirectories(folder.resolve("found"));
    Path log = folder.resolve("log");
    Process jazzer =
        new ProcessBuilder(command(target, folder))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      assertThat(jazzer.waitFor(30, TimeUnit.MINUTES)).as("it ends; see %s", log).isTrue();
    } finally {
      jazzer.destroyForcibly();
    }
    // The input that broke it lies beside the log, and stands in it as base64.
    assertThat(jazzer.exitValue()).as("see %s", log).isZero();
  }

  private static List<String> command(Target target, Path folder) throws IOException {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(List.of("-Xmx1g", "-XX:+EnableDynamicAgentLoading"));
    words.addAll(
        List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
    // Words that no text of ours may hold, such as Java's own, are what it would put into its
    // inputs, which texts name.
    words.addAll(List.of("-da:" + Failure.class.getName(), "-da:" + Problem.class.getName()));
    words.addAll(List.of("-cp", System.getProperty("java.class.path")));
    words.add("com.code_intelligence.jazzer.Jazzer");
    words.add("--target_class=" + CoverageGuided.class.getName());
    words.add("--target_args=" + target.name());
    words.add("--instrumentation_includes=dev.nodeready.**");
    words.add("--reproducer_path=" + folder);
    words.add("-artifact_prefix=" + folder + "/");
    words.add("-dict=" + dictionary(target, folder.resolve("words")));
    words.add("-runs=" + INPUTS / Targets.all().size());
    words.add("-seed=" + SEED);
    words.addAll(List.of("-max_len=16384", "-timeout=60", "-rss_limit_mb=0"));
    words.addAll(
        List.of(folder.resolve("found").toString(), seeds(target, folder.resolve("seeds"))));
    return words;
  }

  private static String seeds(Target target, Path folder) throws IOException {
    Files.createDirectories(folder);
    for (int at = 0; at < target.seeds().size(); at++) {
      Files.write(folder.resolve(String.valueOf(at)), target.seeds().get(at));
    }
    return folder.toString();
  }

  /** One word a line, each byte of it as a number. */
  private static Path dictionary(Target target, Path file) throws IOException {
    StringBuilder text = new StringBuilder("\"\\x00\"\n");
    for (String word : target.words()) {
      text.append('"');
      for (char each : new String(word.getBytes(UTF_8), ISO_8859_1).toCharArray()) {
        text.append("\\x%02x".formatted((int) each));
      }
      text.append("\"\n");
    }
    return Files.writeString(file, text);
  }
}
