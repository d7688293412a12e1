package dev.nodeready;

import dev.nodeready.cli.Cli;
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
   * by spaces. One that ends otherwise has not done what the cache is to know.
   *
   * @return 0 when each ended as it had to
   */
  static int run(Cli cli, Path script) {
    try {
      for (String line : Files.readAllLines(script)) {
        List<String> words = List.of(line.split(" ", -1));
        int code = cli.run(words.subList(1, words.size()).toArray(String[]::new));
        if (code != Integer.parseInt(words.getFirst())) {
          throw new IllegalStateException("ended with " + code + ": " + line);
        }
      }
      return 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
