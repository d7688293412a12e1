package dev.nodeready.crash;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.nodeready.Needs;
import dev.nodeready.PlainWords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Runs a real process, counts what it does to the world outside, and has it meet its end, or an
 * error, at one of these calls; see {@code src/test/lab/trip.c}.
 */
public final class Trip {
  private static final String NOWHERE = "none";
  private static final long LIMIT_SECONDS = 150;

  /** As a shell tells of SIGKILL. */
  static final int KILLED = 137;

  private final Path folder;
  private final Path tool;

  private Trip(Path folder, Path tool) {
    this.folder = folder;
    this.tool = tool;
  }

  /** How a run ended, and what it did. */
  public record Ran(
      int exitCode, String said, double seconds, List<String> calls, boolean tripped) {}

  /** What becomes of a call. */
  public enum How {
    /** The process and its children are killed before it. */
    KILL("kill"),
    /** The process is, and its children live on. */
    ORPHAN("orphan"),
    EIO("5"),
    ENOSPC("28"),
    EROFS("30"),
    EIO_FROM_THEN_ON("5+"),
    ENOSPC_FROM_THEN_ON("28+"),
    EROFS_FROM_THEN_ON("30+");

    /** What a call may end with. */
    static final List<How> ERRORS =
        List.of(EIO, ENOSPC, EROFS, EIO_FROM_THEN_ON, ENOSPC_FROM_THEN_ON, EROFS_FROM_THEN_ON);

    private final String word;

    How(String word) {
      this.word = word;
    }

    /** Whether the next call of the kind works again. */
    boolean isOnce() {
      return !word.endsWith("+");
    }
  }

  /**
   * Compiles the tool.
   *
   * @param folder where it and what it says are kept
   */
  public static Trip in(Path folder) throws IOException, InterruptedException {
    Needs.that(
        "amd64".equals(System.getProperty("os.arch"))
            && Files.isExecutable(Path.of("/usr/bin/gcc")),
        "gcc on an x86-64: run src/test/setup/10-packages");
    Path tool = folder.resolve("trip");
    Process gcc =
        new ProcessBuilder("gcc", "-O2", "-static", "-o", tool.toString(), "src/test/lab/trip.c")
            .inheritIO()
            .start();
    if (gcc.waitFor() != 0) {
      throw new IOException("src/test/lab/trip.c does not compile");
    }
    return new Trip(folder, tool);
  }

  /** Runs it undisturbed, and tells what it does. */
  Ran count(String under, Map<String, String> environment, List<String> words)
      throws IOException, InterruptedException {
    return at(NOWHERE, How.KILL, under, environment, words);
  }

  /**
   * Runs it, and lets something happen.
   *
   * @param call where, as an undisturbed run did it
   * @param under folders whose files count, parted by colons
   */
  Ran at(String call, How how, String under, Map<String, String> environment, List<String> words)
      throws IOException, InterruptedException {
    Path log = folder.resolve("calls");
    Path said = folder.resolve("said");
    List<String> all =
        new ArrayList<>(List.of(tool.toString(), log.toString(), under, call, how.word));
    all.addAll(words);
    ProcessBuilder builder = new ProcessBuilder(all);
    builder.environment().putAll(environment);
    builder.redirectErrorStream(true).redirectOutput(said.toFile());
    Files.deleteIfExists(log);
    long begin = System.nanoTime();
    Process process = builder.start();
    while (!hasEnded(process, log)) {
      if (seconds(begin) > LIMIT_SECONDS) {
        process.destroyForcibly().waitFor();
        throw new AssertionError(how + " at " + call + ": it hangs\n" + text(said));
      }
    }
    double seconds = seconds(begin);
    List<String> calls = new ArrayList<>(text(log).lines().toList());
    boolean tripped = calls.remove("tripped");
    int code = calls.remove("ended") ? KILLED : process.exitValue();
    return new Ran(code, PlainWords.of(text(said)), seconds, calls, tripped);
  }

  /** One that is orphaned may live for long. */
  private static boolean hasEnded(Process process, Path log)
      throws IOException, InterruptedException {
    return process.waitFor(20, TimeUnit.MILLISECONDS)
        || (Files.exists(log) && text(log).contains("\nended\n"));
  }

  private static double seconds(long begin) {
    return (System.nanoTime() - begin) / 1e9;
  }

  private static String text(Path file) throws IOException {
    return new String(Files.readAllBytes(file), UTF_8);
  }
}
