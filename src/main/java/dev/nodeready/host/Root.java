package dev.nodeready.host;

import java.io.IOException;
import java.nio.file.Files;
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
    int begin = 0;
    while (path.startsWith("/", begin)) {
      begin++;
    }
    return folder.resolve(path.substring(begin));
  }

  /**
   * The same where that may be a link, such as the one that kubelet keeps on its certificate: its
   * target lies below this root too.
   *
   * @throws IOException when it is a link that cannot be read
   */
  public Path behindLink(String path) throws IOException {
    Path place = at(path);
    if (!Files.isSymbolicLink(place)) {
      return place;
    }
    Path target = Files.readSymbolicLink(place);
    return target.isAbsolute() ? at(target.toString()) : place.resolveSibling(target);
  }

  /** The machine path of a place below this root. */
  public String nameOf(Path place) {
    return "/" + folder.relativize(place.toAbsolutePath().normalize());
  }
}
