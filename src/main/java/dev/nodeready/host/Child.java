package dev.nodeready.host;

import dev.nodeready.failure.Words;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A daemon that this process started, or an earlier one of ours; its output is in a file, so that
 * it outlives whoever started it.
 */
public final class Child {
  /** Ends without the word, which nobody says any more where its parent is gone. */
  private static final String HELD = "read -r _ && exec \"$0\" \"$@\" </dev/null";

  private static final int MOST_TAIL = 64 << 10;

  private final ProcessHandle handle;

  /** Null where an earlier process of ours is its parent. */
  private final @Nullable Process process;

  private final Path log;

  private Child(ProcessHandle handle, @Nullable Process process, Path log) {
    this.handle = handle;
    this.process = process;
    this.log = log;
  }

  /**
   * Starts a daemon.
   *
   * @param log where its output goes; written anew
   * @throws dev.nodeready.failure.FailureException with code {@code HOST_COMMAND_MISSING}, {@code
   *     HOST_COMMAND_NOT_STARTED}, or {@code HOST_WRITE_FAILED} for the log
   */
  public static Child start(List<String> words, Path log) {
    return start(words, ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()), log);
  }

  private static Child start(List<String> words, ProcessBuilder.Redirect input, Path log) {
    ProcessBuilder builder = new ProcessBuilder(words);
    builder.redirectInput(input);
    builder.redirectErrorStream(true);
    builder.redirectOutput(log.toFile());
    try {
      Files.createDirectories(log.toAbsolutePath().getParent());
      Process process = builder.start();
      return new Child(process.toHandle(), process, log);
    } catch (IOException e) {
      throw NotStarted.of(words.getFirst(), log, e).asException(e);
    }
  }

  /**
   * Starts a daemon that is known before it begins: where this process is killed in between, there
   * is none that nobody would find again.
   *
   * @param log where its output goes; written anew
   * @param known what makes it known; where it throws, the daemon does not begin
   * @throws dev.nodeready.failure.FailureException as above
   */
  public static Child start(List<String> words, Path log, Consumer<Child> known) {
    Programs.require(words.getFirst());
    List<String> held = new ArrayList<>(List.of("sh", "-c", HELD));
    held.addAll(words);
    Child child = start(held, ProcessBuilder.Redirect.PIPE, log);
    try (OutputStream word = Objects.requireNonNull(child.process).getOutputStream()) {
      known.accept(child);
      word.write('\n');
    } catch (IOException e) {
      // It has ended already, and its log says why.
    }
    return child;
  }

  /**
   * A daemon that runs already.
   *
   * @param log where its output goes
   * @return empty where it has ended meanwhile
   */
  public static Optional<Child> found(ProcessId id, Path log) {
    return ProcessHandle.of(id.pid()).map(handle -> new Child(handle, null, log));
  }

  /** The process id. */
  public long pid() {
    return handle.pid();
  }

  /** Whether it runs. */
  public boolean isAlive() {
    return process == null ? ProcessId.of(pid()).isPresent() : process.isAlive();
  }

  /**
   * The exit code once it has ended; a signal n counts as 128 + n. Only parents are told: empty for
   * one that was found.
   */
  public OptionalInt exitCode() {
    return process == null || process.isAlive()
        ? OptionalInt.empty()
        : OptionalInt.of(process.exitValue());
  }

  /** Calls back on another thread when the process ends, at once if it has. */
  public void whenEnded(Runnable callback) {
    var _ = handle.onExit().thenRun(callback);
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
    handle.destroy();
    try {
      if (hasEnded(grace)) {
        return;
      }
    } finally {
      handle.destroyForcibly();
    }
    boolean _ = hasEnded(ProcessId.KILLED);
  }

  private boolean hasEnded(Duration limit) throws InterruptedException {
    return process == null
        ? ProcessId.endsWithin(pid(), limit)
        : process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
  }
}
