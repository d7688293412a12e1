package dev.nodeready.verify;

import dev.nodeready.host.Root;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads files of an image, whose links lead to its own files and nowhere else. */
final class ImageFiles {
  private static final int MOST_BYTES = 4 << 20;
  private static final int MOST_LINKS = 8;
  private static final int MOST_FILES = 2000;

  private ImageFiles() {}

  /** The place of a path, behind links; where those go in a circle, one that is not there. */
  static Path place(Root root, String path) {
    String name = path;
    try {
      for (int links = 0; links < MOST_LINKS; links++) {
        Path place = root.at(name);
        if (!Files.isSymbolicLink(place)) {
          return place;
        }
        name = root.nameOf(root.behindLink(name));
      }
    } catch (IOException e) {
      return root.at(name);
    }
    return root.at("/dev/null/" + path);
  }

  /** Whether there is something, be it a link to nowhere. */
  static boolean has(Root root, String path) {
    return Files.exists(root.at(path), LinkOption.NOFOLLOW_LINKS);
  }

  /** The lines of a file; none where it cannot be read. */
  static List<String> lines(Root root, String path) {
    Path place = place(root, path);
    if (!Files.isRegularFile(place)) {
      return List.of();
    }
    try (InputStream in = Files.newInputStream(place)) {
      return new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  /** The paths of what a folder has whose names match, sorted; none where there is no folder. */
  static List<String> list(Root root, String folder, String names) {
    List<String> found = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(place(root, folder), names)) {
      for (Path entry : entries) {
        if (found.size() < MOST_FILES) {
          found.add(folder + "/" + entry.getFileName());
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      return List.of();
    }
    found.sort(null);
    return found;
  }
}
