package dev.nodeready;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The project's own sources, for tests that read them. */
public final class Sources {
  private Sources() {}

  /** Each file of Java that is shipped. */
  public static List<Path> main() throws IOException {
    return below("src/main/java");
  }

  /** Each file of Java that tests it. */
  static List<Path> tests() throws IOException {
    return below("src/test/java");
  }

  private static List<Path> below(String folder) throws IOException {
    try (Stream<Path> files = Files.walk(Path.of(folder))) {
      return files.filter(file -> file.toString().endsWith(".java")).toList();
    }
  }
}
