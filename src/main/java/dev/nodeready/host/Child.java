package dev.nodeready.host;

import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import dev.nodeready.failure.Words;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/**
 * A daemon that runs as a child of this process, its output in a file, so that it may outlive this
 * process.
 */
public final class Child {
  private static final int MOST_TAIL = 64 << 10;

  private final Process process;
  private final Path log;

  private Child(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /**
   * Starts a daemon.
   *
   * @param log where its output goes; written anew
   * @throws dev.nodeready.failure.FailureException with code {@code HOST_COMMAND_MISSING}
   */
  public static Child start(List<String> words, Map<String, String> environment, Path log) {
    ProcessBuilder builder = new ProcessBuilder(words);
    builder.environment().putAll(environment);
    builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
    builder.redirectErrorStream(true);
    builder.redirectOutput(log.toFile());
    try {
      Files.createDirectories(log.toAbsolutePath().getParent());
      return new Child(builder.start(), log);
    } catch (IOException e) {
      throw Failure.permanent(
              Code.HOST_COMMAND_MISSING,
              "start " + words.getFirst(),
              Words.of(e),
              "install the program or put it on the PATH")
          .asException(e);
    }
  }

  /** The process id. */
  public long pid() {
    return process.pid();
  }

  /** When it started; empty where the system does not tell. */
  public Optional<Instant> since() {
    return process.info().startInstant();
  }

  /** The exit code once it has ended; a signal n counts as 128 + n. */
  public OptionalInt exitCode() {
    return process.isAlive() ? OptionalInt.empty() : OptionalInt.of(process.exitValue());
  }

  /** Calls back on another thread when the process ends, at once if it has. */
  public void whenEnded(Runnable callback) {
    var _ = process.onExit().thenRun(callback);
  }

  /** The last lines of its output, oldest first. */
  public List<String> lastLines(int most) {
    List<String> lines = tail().lines().filter(line -> !line.isBlank()).toList();
    return lines.subList(Math.max(0, lines.size() - most), lines.size());
  }

  private String tail() {
    try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
      long from = Math.max(0, file.length() - MOST_TAIL);
      byte[] bytes = new byte[(int) (file.length() - from)];
      file.seek(from);
      file.readFully(bytes);
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "its output could not be read: " + Words.of(e);
    }
  }

  /**
   * Asks it to end, and kills it after {@code grace}.
   *
   * @throws InterruptedException when this process is being stopped; the child is killed
   */
  public void stop(Duration grace) throws InterruptedException {
    process.destroy();
    try {
      if (process.waitFor(grace.toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
    } finally {
      process.destroyForcibly();
    }
    process.waitFor();
  }
}
