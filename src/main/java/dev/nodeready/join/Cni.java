package dev.nodeready.join;

import dev.nodeready.host.Root;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What lies in the folder of the pod network's configuration. */
final class Cni {
  static final String FOLDER = "/etc/cni/net.d";

  private static final int MOST = 5;

  private Cni() {}

  /** The configurations in it, in words. */
  static String found(Root root) {
    try (Stream<Path> files = Files.list(root.at(FOLDER))) {
      List<String> names =
          files
              .map(file -> String.valueOf(file.getFileName()))
              .filter(name -> name.matches(".*\\.(conf|conflist|json)"))
              .sorted()
              .limit(MOST)
              .toList();
      return names.isEmpty()
          ? FOLDER + " has no configuration"
          : FOLDER + " has " + String.join(", ", names);
    } catch (IOException e) {
      return "there is no " + FOLDER;
    }
  }
}
