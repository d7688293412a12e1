package dev.nodeready;

import dev.nodeready.cli.Cli;
import dev.nodeready.ready.FilesTrigger;
import dev.nodeready.ready.Relay;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Runs several commands in one process: an AOT cache is made of one run, and has to know the
 * classes of every command that is worth being quick. Used by the build only.
 */
final class Training {
  /** The system property that names the file with the command lines. */
  static final String PROPERTY = "nodeready.train";

  private Training() {}

  /**
   * Runs each line of the file: an exit code, and the command line that ends with it, words parted
   * by spaces. One that ends otherwise has not done what the cache is to know; that of {@code any}
   * does it however it ends. Behind the code, {@code @FILE} names what a command writes that goes
   * on until it is stopped: then it is. A line that begins with {@code load} names a class that
   * some boots need, and none that can be played here: by a race, or with servers elsewhere.
   *
   * @return 0 when each ended as it had to
   */
  static int run(Cli cli, Path script) {
    try {
      for (String line : Files.readAllLines(script)) {
        run(cli, line);
      }
      return 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void run(Cli cli, String line) throws IOException {
    List<String> words = List.of(line.split(" ", -1));
    if (words.getFirst().equals("load")) {
      load(words.getLast());
      return;
    }
    String[] end = words.getFirst().split("@", 2);
    String[] command = words.subList(1, words.size()).toArray(String[]::new);
    int code = end.length == 1 ? cli.run(command) : stopped(cli, command, Path.of(end[1]));
    if (!end[0].equals("any") && code != Integer.parseInt(end[0])) {
      throw new IllegalStateException("ended with " + code + ": " + line);
    }
  }

  private static void load(String name) {
    try {
      Class.forName(name);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException("the class to load is not there", e);
    }
  }

  private static int stopped(Cli cli, String[] command, Path written) throws IOException {
    Thread running = Thread.currentThread();
    FilesTrigger files = new FilesTrigger();
    files.follow(List.of(written));
    try (Relay _ = Relay.of(files, running::interrupt)) {
      return cli.run(command);
    } finally {
      boolean _ = Thread.interrupted();
    }
  }
}
