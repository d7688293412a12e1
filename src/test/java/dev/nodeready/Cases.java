package dev.nodeready;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * NodeConfigs with the files that have to come of them: our own, and as a second opinion those of
 * nodeadm's own end-to-end cases, which are not part of this project.
 *
 * @param values what a test has to know beside the files
 */
public record Cases(Path folder, Properties values) {
  private static final Path RESOURCES = Path.of("src/test/resources/cases");

  private static final Path PEERS = Path.of("../shared/peer-cases").toAbsolutePath().normalize();

  /** Those of this project, and those of nodeadm where they lie beside it. */
  public static Stream<Cases> all() {
    Cases own = new Cases(RESOURCES, values("own.properties"));
    return Files.isDirectory(PEERS)
        ? Stream.of(own, new Cases(PEERS, values("peer.properties")))
        : Stream.of(own);
  }

  public Path path(String file) {
    return folder.resolve(file);
  }

  public String text(String file) {
    try {
      return Files.readString(path(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public String value(String name) {
    return values.getProperty(name);
  }

  /** How a test is named by it. */
  @Override
  public String toString() {
    return folder.getFileName().toString();
  }

  private static Properties values(String name) {
    Properties values = new Properties();
    try (Reader in = Files.newBufferedReader(RESOURCES.resolve(name))) {
      values.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return values;
  }
}
