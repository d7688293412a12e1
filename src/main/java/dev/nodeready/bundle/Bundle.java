package dev.nodeready.bundle;

import dev.nodeready.failure.FailureException;
import dev.nodeready.failure.Words;
import dev.nodeready.host.Commands;
import dev.nodeready.host.Root;
import dev.nodeready.host.Tar;
import dev.nodeready.retry.Deadline;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/**
 * Writes the archive, piece by piece, each without its secrets. What cannot be taken, or not in
 * time, is passed over and listed in {@link #LIST} with the reason.
 */
public final class Bundle {
  /** Names everything that is in the archive and everything that is not. */
  public static final String LIST = "CONTENTS.txt";

  /** How long one piece is at most, in bytes. */
  static final int LONGEST = 2 << 20;

  /** How long all of them are together at most, in bytes. */
  static final int LONGEST_ALL = 48 << 20;

  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final int MOST_FILES = 200;
  private static final int DEEPEST = 4;
  private static final int AT_ONCE = 6;

  private final Root root;
  private final Commands commands;
  private final Deadline deadline;
  private final OutputStream out;
  private final String folder;
  private final List<String> taken = new ArrayList<>();
  private final List<String> missing = new ArrayList<>();
  private long written;

  private Bundle(Root root, Commands commands, Deadline deadline, OutputStream out, String folder) {
    this.root = root;
    this.commands = commands;
    this.deadline = deadline;
    this.out = out;
    this.folder = folder;
  }

  /**
   * Writes an archive.
   *
   * @param own by their names what nodeready itself says of the node
   * @param deadline after which nothing more is begun
   * @param folder the folder that all of it lies in within the archive
   * @return what could not be taken, with the reason
   * @throws IOException when the archive cannot be written
   * @throws InterruptedException when stopped
   */
  public static List<String> write(
      Root root,
      Commands commands,
      Map<String, Callable<String>> own,
      Deadline deadline,
      String folder,
      OutputStream to)
      throws IOException, InterruptedException {
    GZIPOutputStream out = new GZIPOutputStream(to);
    Bundle bundle = new Bundle(root, commands, deadline, out, folder);
    for (Map.Entry<String, Callable<String>> each : own.entrySet()) {
      bundle.own(each.getKey(), each.getValue());
    }
    bundle.files();
    bundle.programs();
    bundle.entry(LIST, bundle.list());
    out.write(Tar.end());
    out.finish();
    out.flush();
    return List.copyOf(bundle.missing);
  }

  private void own(String name, Callable<String> said) throws IOException, InterruptedException {
    FutureTask<String> task = new FutureTask<>(said);
    Thread worker = Thread.ofPlatform().daemon().name("bundle").start(task);
    try {
      add(name, task.get(deadline.atMost(LIMIT).toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException e) {
      missing.add(name + ": it was not there in time");
    } catch (ExecutionException e) {
      missing.add(name + ": " + why(e));
    } finally {
      worker.interrupt();
    }
  }

  private void files() throws IOException {
    for (String path : Contents.FILES) {
      Path place = root.at(path);
      if (Files.isDirectory(place)) {
        folder(path, place);
      } else {
        file(path, place);
      }
    }
  }

  private void folder(String path, Path place) throws IOException {
    List<Path> there;
    try (Stream<Path> all = Files.walk(place, DEEPEST)) {
      there = all.filter(Files::isRegularFile).sorted().limit(MOST_FILES).toList();
    } catch (IOException | UncheckedIOException e) {
      missing.add("files" + path + ": " + Words.of(e));
      return;
    }
    for (Path each : there) {
      file(root.nameOf(each), each);
    }
  }

  private void file(String path, Path place) throws IOException {
    String name = "files" + path;
    if (Files.exists(place) && !Files.isRegularFile(place)) {
      missing.add(name + ": it is no regular file");
      return;
    }
    String text;
    try (var in = Files.newInputStream(place)) {
      text = text(in.readNBytes(LONGEST));
    } catch (CharacterCodingException e) {
      missing.add(name + ": it is no text");
      return;
    } catch (NoSuchFileException e) {
      missing.add(name + ": there is none");
      return;
    } catch (IOException e) {
      missing.add(name + ": " + Words.of(e));
      return;
    }
    boolean variables = path.endsWith("/environment");
    entry(name, variables ? Secrets.outOfVariables(text, Contents.VARIABLES) : Secrets.out(text));
  }

  /** What is no text has a form in which no secret would be seen. A cut letter at its end is. */
  private static String text(byte[] bytes) throws CharacterCodingException {
    CharBuffer text = CharBuffer.allocate(bytes.length);
    CoderResult result =
        StandardCharsets.UTF_8
            .newDecoder()
            .decode(ByteBuffer.wrap(bytes), text, bytes.length < LONGEST);
    if (result.isError()) {
      result.throwException();
    }
    return text.flip().toString();
  }

  /** Some beside each other: those of a daemon that hangs take their time. */
  private void programs() throws IOException, InterruptedException {
    ExecutorService beside =
        Executors.newFixedThreadPool(AT_ONCE, Thread.ofPlatform().daemon().factory());
    try {
      Map<String, Future<String>> all = new LinkedHashMap<>();
      for (Contents.Said said : Contents.PROGRAMS) {
        all.put(said.name(), beside.submit(() -> program(said)));
      }
      for (Map.Entry<String, Future<String>> each : all.entrySet()) {
        answer(each.getKey(), each.getValue());
      }
    } finally {
      beside.shutdownNow();
    }
  }

  private void answer(String name, Future<String> said) throws IOException, InterruptedException {
    try {
      add(name, said.get());
    } catch (ExecutionException e) {
      missing.add(name + ": " + why(e));
    }
  }

  private static String why(ExecutionException e) {
    Throwable cause = e.getCause();
    if (cause instanceof FailureException known) {
      return "tried to " + known.failure().tried() + ", but " + known.failure().happened();
    }
    return Words.of(cause == null ? e : cause);
  }

  /** Programs know this machine alone, not one below another root. */
  private String program(Contents.Said said) throws IOException, InterruptedException {
    if (!root.equals(Root.MACHINE)) {
      throw new IOException("programs are not asked below another root");
    }
    if (deadline.passed()) {
      throw new IOException("there was no time left");
    }
    Commands.Result result = commands.run(deadline.atMost(LIMIT), said.words());
    String end = result.ok() ? "" : "\n(exit code " + result.exitCode() + ")\n";
    return result.output() + result.errors() + end;
  }

  /** Adds the last part of what was said, from the beginning of a line on. */
  private void add(String name, String text) throws IOException {
    String last = text;
    if (text.length() > LONGEST) {
      int from = text.indexOf('\n', text.length() - LONGEST) + 1;
      last = "(its beginning is left out)\n" + text.substring(from);
    }
    entry(name, Secrets.out(last));
  }

  private void entry(String name, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (written + bytes.length > LONGEST_ALL) {
      missing.add(name + ": there was no room left");
      return;
    }
    Instant now = deadline.time().now();
    out.write(Tar.entry(folder + "/" + name, 0600, now.getEpochSecond(), bytes));
    written += bytes.length;
    taken.add("%9d  %s".formatted(bytes.length, name));
  }

  private String list() {
    return """
    What is in here, in bytes. Passwords, tokens, keys, values of environments and what looks like one of them
    are replaced by ***; digests, certificates, names and addresses are not.

    %s

    Not in here:

    %s
    """
        .formatted(String.join("\n", taken), String.join("\n", missing));
  }
}
