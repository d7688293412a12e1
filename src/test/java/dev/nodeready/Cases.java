package dev.nodeready;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/**
 * NodeConfigs with the files that have to come of them: our own, and as a second opinion those of
 * nodeadm's own end-to-end cases, which are not part of this project.
 *
 * @param values what a test has to know beside the files
 */
public record Cases(Path folder, Properties values) {
  private static final Path RESOURCES = Path.of("src/test/resources/cases");

  /** Those of this project. */
  public static Cases own() {
    return new Cases(RESOURCES, values("own.properties"));
  }

  /** Those of nodeadm; a test is skipped where they do not lie beside the project. */
  public static Cases peers() {
    Path folder = Path.of("../shared/peer-cases").toAbsolutePath().normalize();
    assumeTrue(Files.isDirectory(folder), "skipped: no peer cases at " + folder);
    return new Cases(folder, values("peer.properties"));
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
