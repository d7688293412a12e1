package dev.nodeready.lab;

import dev.nodeready.rehearsal.PauseImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The files that make a machine a node, before and after its boots. */
final class Remains {
  /** What a test adds to a machine's configuration in between. */
  static final String LATER = "90-later";

  private static final List<String> FOLDERS = List.of("/etc", "/var/lib/kubelet/kubeconfig");

  private Remains() {}

  /** Each file by its path, and a digest of what is in it. */
  static Map<String, String> files(Guest guest) throws IOException {
    Map<String, String> files = new TreeMap<>();
    Path root = guest.file("/");
    for (String folder : FOLDERS) {
      Path top = guest.file(folder);
      if (Files.exists(top, LinkOption.NOFOLLOW_LINKS)) {
        try (Stream<Path> all = Files.walk(top)) {
          all.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
              .filter(file -> !file.endsWith(LATER + ".yaml"))
              .forEach(file -> files.put("/" + root.relativize(file), digest(file)));
        }
      }
    }
    return files;
  }

  private static String digest(Path file) {
    try {
      return PauseImage.digest(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Each file is as it was before, as it is after an undisturbed boot, or not there. */
  static void compare(
      Map<String, String> before,
      Map<String, String> between,
      Map<String, String> after,
      List<String> wrong) {
    between.forEach((file, digest) -> {
      if (!digest.equals(before.get(file)) && !digest.equals(after.get(file))) {
        wrong.add("half written, or nobody's: " + file);
      }
    });
    before.forEach((file, digest) -> {
      if (!between.containsKey(file) && after.containsKey(file)) {
        wrong.add("gone for a while: " + file);
      }
    });
  }
}
