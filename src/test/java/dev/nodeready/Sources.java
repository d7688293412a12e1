package dev.nodeready;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The program's own sources, for tests that read them. */
public final class Sources {
  private Sources() {}

  /** Each file of Java that is shipped. */
  public static List<Path> main() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      return files.filter(file -> file.toString().endsWith(".java")).toList();
    }
  }
}
