package dev.nodeready.host;

import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import dev.nodeready.failure.FailureException;
import dev.nodeready.retry.Deadline;
import dev.nodeready.retry.Time;
import dev.nodeready.retry.Waiting;
import dev.nodeready.retry.Waits;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Runs other programs, with a limit on time and on how much of their output is kept. */
public final class Commands {
  private static final int MOST_OUTPUT = 4 << 20;

  /** Exit codes of a program that SIGINT or SIGTERM has ended. */
  private static final Set<Integer> STOPPED = Set.of(128 + 2, 128 + 15);

  /** How much later than its child this process may hear of such a signal, on a busy machine. */
  private static final Duration MOMENT = Duration.ofSeconds(1);

  /** How much of this process's own environment a program is given. */
  private enum Heritage {
    ALL,
    NO_SECRETS,
    NOTHING
  }

  private final Map<String, String> environment;
  private final Heritage heritage;
  private final UnaryOperator<List<String>> called;

  /**
   * Runs programs with the process's own environment, but for what is secret in it, and these
   * variables beside it.
   *
   * @param environment added as it is, wins over the process's own
   */
  public Commands(Map<String, String> environment) {
    this(environment, Heritage.NO_SECRETS, UnaryOperator.identity());
  }

  private Commands(
      Map<String, String> environment, Heritage heritage, UnaryOperator<List<String>> called) {
    this.environment = Map.copyOf(environment);
    this.heritage = heritage;
    this.called = called;
  }

  /** Runs programs that fetch, and need credentials and proxies for it: with all of both. */
  public static Commands fetching(Map<String, String> environment) {
    return new Commands(environment, Heritage.ALL, UnaryOperator.identity());
  }

  /** Runs programs that are not to see what this process knows: with these variables alone. */
  public static Commands withOnly(Map<String, String> environment) {
    return new Commands(environment, Heritage.NOTHING, UnaryOperator.identity());
  }

  /**
   * Runs programs elsewhere, such as in another root.
   *
   * @param called makes of the words of a program those that run it there
   */
  public static Commands elsewhere(UnaryOperator<List<String>> called) {
    return new Commands(Map.of(), Heritage.NO_SECRETS, called);
  }

  /** The file that runs under this name; empty where that is elsewhere, or there is none. */
  Optional<Path> file(String program) {
    List<String> words = List.of(program);
    return called.apply(words).equals(words) ? Programs.find(program) : Optional.empty();
  }

  /** What a program that ended left behind. */
  public record Result(int exitCode, String output, String errors) {
    /** Whether the program said that all went well. */
    public boolean ok() {
      return exitCode == 0;
    }

    /** The last words of the program, for a message: its errors, else its output. */
    public String lastWords() {
      String text = (errors.isBlank() ? output : errors).strip();
      return text.length() <= 500 ? text : "…" + text.substring(text.length() - 500);
    }
  }

  /**
   * Runs a program to its end, with nothing on its standard input.
   *
   * @param limit when the program is killed
   * @throws dev.nodeready.failure.FailureException with code {@code HOST_COMMAND_MISSING}, {@code
   *     HOST_COMMAND_NOT_STARTED} or {@code HOST_COMMAND_TIMEOUT}
   * @throws InterruptedException when the boot is being stopped; the program is killed
   */
  public Result run(Duration limit, List<String> words) throws InterruptedException {
    return run(limit, words, "");
  }

  /**
   * Runs a program to its end with {@code input} on its standard input; otherwise as {@link
   * #run(Duration, List)}.
   */
  public Result run(Duration limit, List<String> words, String input) throws InterruptedException {
    String program = words.getFirst();
    return run(limit, words, input, now -> Waiting.of(program + " to end", "it is at work", now));
  }

  /**
   * Runs a program whose work can be followed from outside; otherwise as {@link #run(Duration,
   * List)}.
   *
   * @param standing how it stands, asked for about each second; the program is killed where this
   *     throws
   */
  public Result follow(Duration limit, List<String> words, Function<Deadline, Waiting> standing)
      throws InterruptedException {
    return run(limit, words, "", standing);
  }

  private Result run(
      Duration limit, List<String> words, String input, Function<Deadline, Waiting> standing)
      throws InterruptedException {
    Process process = start(words);
    try {
      Reader out = Reader.of(process.getInputStream());
      Reader err = Reader.of(process.getErrorStream());
      give(process, input);
      Deadline deadline = Deadline.after(limit, Time.SYSTEM);
      if (!Waits.until(
          atMost -> process.waitFor(atMost.toNanos(), TimeUnit.NANOSECONDS), deadline, standing)) {
        throw timeout(limit, words);
      }
      heed(process.exitValue());
      return new Result(process.exitValue(), out.text(), err.text());
    } finally {
      // One that has ended has no children any more, and the look for them reads all of /proc.
      if (process.isAlive()) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
    }
  }

  /**
   * Whoever stops a service, or the commands of a terminal, signals all of its processes: the end
   * of this one's child is no failure then.
   */
  private static void heed(int exitCode) throws InterruptedException {
    if (STOPPED.contains(exitCode)) {
      Time.SYSTEM.sleep(MOMENT);
    }
  }

  private Process start(List<String> words) {
    ProcessBuilder builder = new ProcessBuilder(called.apply(words));
    inherit(builder.environment());
    builder.environment().putAll(environment);
    try {
      return builder.start();
    } catch (IOException e) {
      throw NotStarted.of("run " + words.getFirst(), words.getFirst(), e).asException(e);
    }
  }

  private void inherit(Map<String, String> own) {
    switch (heritage) {
      case ALL -> {}
      case NO_SECRETS ->
          own.entrySet().removeIf(each -> SecretVariables.in(each.getKey(), each.getValue()));
      case NOTHING -> own.clear();
    }
  }

  /** Beside the wait: a program that does not read holds up whoever gives it more than a pipe. */
  private static void give(Process process, String input) {
    if (input.isEmpty()) {
      feed(process, input);
    } else {
      Thread _ = Thread.ofPlatform().daemon().start(() -> feed(process, input));
    }
  }

  private static void feed(Process process, String input) {
    try (var stdin = process.getOutputStream()) {
      if (!input.isEmpty()) {
        stdin.write(input.getBytes(StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      // The program did not want all of its input; its exit code says whether that was right.
      return;
    }
  }

  private static FailureException timeout(Duration limit, List<String> words) {
    return Failure.passing(
            Code.HOST_COMMAND_TIMEOUT,
            "run " + String.join(" ", words),
            "it did not end within " + limit.toSeconds() + " s",
            Code.HOST_COMMAND_TIMEOUT.remedy("COMMAND", String.join(" ", words)))
        .asException();
  }

  /** Reads a stream to its end beside the program and keeps the first part of it. */
  private record Reader(Thread thread, ByteArrayOutputStream kept) {
    static Reader of(InputStream stream) {
      ByteArrayOutputStream kept = new ByteArrayOutputStream();
      return new Reader(Thread.ofPlatform().daemon().start(() -> drain(stream, kept)), kept);
    }

    private static void drain(InputStream stream, ByteArrayOutputStream kept) {
      byte[] buffer = new byte[8192];
      try (stream) {
        for (int n = stream.read(buffer); n >= 0; n = stream.read(buffer)) {
          kept.write(buffer, 0, Math.min(n, MOST_OUTPUT - kept.size()));
        }
      } catch (IOException e) {
        // The program is gone and took its end of the pipe along: what was read so far is all there
        // is.
        return;
      }
    }

    /** What was read; a grandchild that keeps the pipe open is waited for a moment only. */
    String text() throws InterruptedException {
      thread.join(Duration.ofMillis(500));
      return kept.toString(StandardCharsets.UTF_8);
    }
  }
}
