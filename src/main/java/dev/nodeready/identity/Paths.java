package dev.nodeready.identity;

import dev.nodeready.host.Root;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** Finds what lies at machine paths whose names may have stars in them. */
final class Paths {
  private static final int MOST = 1000;

  private Paths() {}

  /**
   * The machine paths that are there, sorted; links count as they are, and are followed on the way
   * below this root only.
   */
  static List<String> matching(Root root, String pattern) {
    List<String> found = List.of("");
    for (String name : pattern.substring(1).split("/", -1)) {
      found = below(root, found, name);
    }
    return found;
  }

  private static List<String> below(Root root, List<String> folders, String name) {
    SortedSet<String> found = new TreeSet<>();
    for (String folder : folders) {
      if (name.contains("*")) {
        list(root, folder, name, found);
      } else if (Files.exists(root.at(folder + "/" + name), LinkOption.NOFOLLOW_LINKS)) {
        found.add(folder + "/" + name);
      }
    }
    return List.copyOf(found);
  }

  private static void list(Root root, String folder, String names, SortedSet<String> found) {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(root.behindLink(folder), names)) {
      for (Path entry : entries) {
        if (found.size() == MOST) {
          return;
        }
        found.add(folder + "/" + entry.getFileName());
      }
    } catch (IOException | DirectoryIteratorException e) {
      // No folder, or none that this user may look into.
      return;
    }
  }
}
