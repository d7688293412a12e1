package dev.nodeready.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.nodeready.Needs;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/** What Go programs make of an input: {@code src/test/oracles}, one process for many inputs. */
final class Oracle implements AutoCloseable {
  private static final Path SOURCES = Path.of("src/test/oracles");

  private final Process process;
  private final BufferedWriter questions;
  private final BufferedReader answers;

  private Oracle(Process process) {
    this.process = process;
    questions = process.outputWriter(UTF_8);
    answers = process.inputReader(UTF_8);
  }

  /** What it said: a value, or why there is none. */
  record Answer(boolean taken, String text) {}

  static Oracle start() throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    for (String name : List.of("go.mod", "go.sum", "main.go")) {
      digest.update(Files.readAllBytes(SOURCES.resolve(name)));
    }
    String name = "oracles-" + HexFormat.of().formatHex(digest.digest()).substring(0, 16);
    String cache = System.getenv("XDG_CACHE_HOME");
    Path base = cache == null ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(cache);
    Path program = base.resolve("nodeready-parts").resolve(name);
    Needs.that(
        Files.isExecutable(program), "no " + program + "; to get it: src/test/setup/23-oracles");
    return new Oracle(
        new ProcessBuilder(program.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start());
  }

  Answer ask(String kind, byte[] input) throws IOException {
    String coded = Base64.getEncoder().encodeToString(input);
    questions.write("{\"Kind\":\"" + kind + "\",\"Input\":\"" + coded + "\"}\n");
    questions.flush();
    String line = answers.readLine();
    if (line == null) {
      throw new IOException("the oracle ended at " + coded);
    }
    return new Answer(line.startsWith("ok "), line.substring(3));
  }

  @Override
  public void close() {
    process.destroy();
  }
}
