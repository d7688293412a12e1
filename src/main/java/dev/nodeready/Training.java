package dev.nodeready;

import dev.nodeready.cli.Cli;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Runs several commands in one process: an AOT cache is made of one run, and has to know the
 * classes of every command that is worth being quick. Used by the build only.
 */
final class Training {
  /** The system property that names the file with the command lines. */
  static final String PROPERTY = "nodeready.train";

  private Training() {}

  /**
   * Runs each line of the file as a command line, words parted by spaces. What they return does not
   * matter: a command that fails has loaded its classes too.
   */
  static int run(Cli cli, Path script) {
    try {
      for (String line : Files.readAllLines(script)) {
        cli.run(line.split(" ", -1));
      }
      return 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
