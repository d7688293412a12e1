package dev.nodeready.fuzz;

import dev.nodeready.host.Root;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A folder of this process for readers that are given a file. */
public final class Scratch {
  private static final Path FOLDER =
      Path.of("target", "fuzz", "scratch-" + ProcessHandle.current().pid()).toAbsolutePath();

  private Scratch() {}

  /** The root of a machine that has nothing but such files. */
  public static Root root() {
    return new Root(FOLDER);
  }

  /** Writes a file, below that root. */
  public static Path write(String path, byte[] content) throws IOException {
    Path file = root().at(path);
    Files.createDirectories(file.getParent());
    return Files.write(file, content);
  }

  /** All regular files below a folder of the sources whose names end so. */
  public static List<byte[]> sources(String folder, String ending) {
    try (var files = Files.walk(Path.of(folder))) {
      List<byte[]> found = new ArrayList<>();
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        if (file.toString().endsWith(ending)) {
          found.add(Files.readAllBytes(file));
        }
      }
      return found;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
