package dev.nodeready;

import dev.nodeready.failure.Words;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs the built distribution as a user would, as a process of its own. */
public final class Distribution {
  private static final long LIMIT_SECONDS = 120;

  private Distribution() {}

  /** A run of nodeready that has ended. */
  public record Ended(int exitCode, String out, String err) {
    public Ended {
      out = PlainWords.of(out);
      err = PlainWords.of(err);
    }
  }

  /** The launcher. */
  public static Path launcher() {
    return Path.of(System.getProperty("nodeready.dist", "target/nodeready"), "bin/nodeready")
        .toAbsolutePath();
  }

  /** Starts nodeready with standard output and standard error to be read. */
  public static Running start(String... arguments) {
    return start(Map.of(), arguments);
  }

  /** The same with environment variables of its own. */
  public static Running start(Map<String, String> environment, String... arguments) {
    // A background job of a shell ignores SIGINT, and hands that on to whatever it starts.
    List<String> words = new ArrayList<>(List.of("env", "--default-signal=INT"));
    words.add(launcher().toString());
    words.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(words);
    builder.environment().putAll(environment);
    try {
      return new Running(builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs nodeready to its end. */
  public static Ended run(String... arguments) throws InterruptedException {
    return start(arguments).await();
  }

  /** Text that one thread writes while others look at it. */
  private static final class Said {
    private final StringBuilder text = new StringBuilder();

    synchronized void add(String more) {
      text.append(more);
    }

    @Override
    public synchronized String toString() {
      return text.toString();
    }
  }

  /** A run of nodeready that goes on. */
  public static final class Running {
    private final Process process;
    private final Said out = new Said();
    private final Said err = new Said();
    private final Thread outReader;
    private final Thread errReader;

    private Running(Process process) {
      this.process = process;
      outReader = Thread.ofVirtual().start(() -> read(process.inputReader(), out));
      errReader = Thread.ofVirtual().start(() -> read(process.errorReader(), err));
    }

    private static void read(Reader from, Said to) {
      char[] buffer = new char[4096];
      try (from) {
        for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
          to.add(new String(buffer, 0, n));
        }
      } catch (IOException e) {
        to.add("[reading failed: " + Words.of(e) + "]");
      }
    }

    /** The process itself, for signals. */
    public Process process() {
      return process;
    }

    /** Sends SIGTERM, as systemd does. {@link Process#destroy} would close what it says of it. */
    public void terminate() {
      process.toHandle().destroy();
    }

    /** Standard output so far. */
    public String out() {
      return out.toString();
    }

    /** Standard error so far. */
    public String err() {
      return err.toString();
    }

    /** Waits for the end; a run that takes minutes is killed and fails the test. */
    public Ended await() throws InterruptedException {
      if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("nodeready did not end; it said: " + err);
      }
      outReader.join();
      errReader.join();
      return new Ended(process.exitValue(), out.toString(), err.toString());
    }
  }
}
