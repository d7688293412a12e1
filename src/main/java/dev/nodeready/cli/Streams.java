package dev.nodeready.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where a command writes.
 *
 * @param out results
 * @param err progress and errors
 * @param lost why results could not be written, which print streams keep to themselves; null where
 *     they were
 */
public record Streams(PrintStream out, PrintStream err, Supplier<@Nullable IOException> lost) {
  /** Streams that take whatever is written. */
  public Streams(PrintStream out, PrintStream err) {
    this(out, err, () -> null);
  }

  /** Standard output and standard error of this process. */
  public static Streams standard() {
    return to(
        new FileOutputStream(FileDescriptor.out),
        new PrintStream(new FileOutputStream(FileDescriptor.err), false, StandardCharsets.UTF_8));
  }

  static Streams to(OutputStream results, PrintStream err) {
    Remembering out = new Remembering(results);
    return new Streams(new PrintStream(out, false, StandardCharsets.UTF_8), err, out::first);
  }

  /** Passes bytes on, and remembers what became of the first that could not be. */
  private static final class Remembering extends OutputStream {
    private final OutputStream to;
    private @Nullable IOException first;

    Remembering(OutputStream to) {
      this.to = to;
    }

    @Nullable IOException first() {
      return first;
    }

    @Override
    public void write(int one) throws IOException {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      try {
        to.write(bytes, offset, length);
      } catch (IOException e) {
        first = first == null ? e : first;
        throw e;
      }
    }
  }
}
