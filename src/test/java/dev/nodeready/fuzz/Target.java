package dev.nodeready.fuzz;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A reader of what comes from outside. Whatever it is given, it answers within its bounds, with a
 * value or with one of its own failures.
 *
 * @param name what {@code -Dfuzz.target} calls it
 * @param seeds honest inputs, of which the drawn ones are made
 * @param words of its language
 * @param failures what it may throw
 */
public record Target(
    String name,
    Reader reader,
    List<byte[]> seeds,
    List<String> words,
    List<Class<? extends Exception>> failures) {

  /** Processor time that one input may take, ten thousand times what an honest one does. */
  private static final Duration LONGEST = Duration.ofSeconds(5);

  /** Memory that one input may have allocated: so much, and more for each of its bytes. */
  private static final long MOST_BYTES = 32L << 20;

  private static final long MOST_BYTES_EACH = 16 << 10;

  /** What is run with an input. */
  @FunctionalInterface
  public interface Reader {
    /** Reads it and throws the value away, or fails as its contract says. */
    void read(byte[] input) throws Exception;
  }

  /** The same for text. */
  @FunctionalInterface
  public interface TextReader {
    /** Reads it. */
    void read(String input) throws Exception;
  }

  /** A reader of bytes. */
  public static Target ofBytes(String name, Reader reader) {
    return new Target(name, reader, List.of(), List.of(), List.of());
  }

  /** A reader of text. */
  public static Target of(String name, TextReader reader) {
    return ofBytes(name, input -> reader.read(new String(input, StandardCharsets.UTF_8)));
  }

  /** With more inputs to begin with. */
  public Target from(String... texts) {
    return from(
        List.of(texts).stream().map(text -> text.getBytes(StandardCharsets.UTF_8)).toList());
  }

  /** With more inputs to begin with. */
  public Target from(List<byte[]> inputs) {
    List<byte[]> all = new ArrayList<>(seeds);
    all.addAll(inputs);
    return new Target(name, reader, List.copyOf(all), words, failures);
  }

  /** With more words of its language. */
  public Target with(String... some) {
    List<String> all = new ArrayList<>(words);
    all.addAll(List.of(some));
    return new Target(name, reader, seeds, List.copyOf(all), failures);
  }

  /** With what it may throw. */
  @SafeVarargs
  @SuppressWarnings("varargs") // nothing is ever put into the array
  public final Target failing(Class<? extends Exception>... some) {
    return new Target(name, reader, seeds, words, List.of(some));
  }

  /**
   * Runs it.
   *
   * @throws AssertionError when it fails otherwise than it may, or takes too much
   */
  public void run(byte[] input) {
    // What is loaded the first time is no cost of the input.
    if (!excess(input).isEmpty()) {
      String excess = excess(input);
      if (!excess.isEmpty()) {
        throw new AssertionError(name + excess + " for " + input.length + " bytes");
      }
    }
  }

  /** What one run took beyond its bounds; empty where it kept them. */
  private String excess(byte[] input) {
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long bytes = threads.getCurrentThreadAllocatedBytes();
    long cpu = threads.getCurrentThreadCpuTime();
    readOnce(input);
    long taken = threads.getCurrentThreadCpuTime() - cpu;
    long allocated = threads.getCurrentThreadAllocatedBytes() - bytes;
    if (taken > LONGEST.toNanos()) {
      return " took " + Duration.ofNanos(taken);
    }
    return allocated > MOST_BYTES + MOST_BYTES_EACH * input.length
        ? " allocated " + allocated + " bytes"
        : "";
  }

  private void readOnce(byte[] input) {
    try {
      reader.read(input);
    } catch (Exception | StackOverflowError | OutOfMemoryError e) {
      if (failures.stream().noneMatch(type -> type.isInstance(e))) {
        throw new AssertionError(name + " failed otherwise than it may: " + e, e);
      }
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
