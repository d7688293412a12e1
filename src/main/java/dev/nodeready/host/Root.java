package dev.nodeready.host;

import java.nio.file.Path;

/**
 * Where the machine's files lie: {@code /} on a node, a scratch folder in tests and rehearsals.
 * Every path that nodeready reads or writes goes through here.
 *
 * @param folder an absolute folder
 */
public record Root(Path folder) {
  /** The machine itself. */
  public static final Root MACHINE = new Root(Path.of("/"));

  public Root {
    folder = folder.toAbsolutePath().normalize();
  }

  /**
   * The place of a machine path below this root.
   *
   * @param path absolute, as on the machine
   */
  public Path at(String path) {
    return folder.resolve(path.replaceFirst("^/+", ""));
  }

  /** The machine path of a place below this root. */
  public String nameOf(Path place) {
    return "/" + folder.relativize(place.toAbsolutePath().normalize());
  }
}
