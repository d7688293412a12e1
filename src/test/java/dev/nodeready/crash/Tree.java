package dev.nodeready.crash;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All that lies below a folder: kind, mode, owner, and what it holds or leads to; no times. */
public final class Tree {
  private Tree() {}

  /**
   * Each file by its path below the folder.
   *
   * @param text what counts of a file's content, by path and content; null where the file does not
   *     count
   */
  public static Map<String, String> of(
      Path folder, BiFunction<String, String, @Nullable String> text) {
    Map<String, String> tree = new TreeMap<>();
    try (Stream<Path> all = Files.walk(folder)) {
      all.forEach(file -> {
        String path = "/" + folder.relativize(file);
        String is = is(path, file, text);
        if (is != null) {
          tree.put(path, is);
        }
      });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return tree;
  }

  private static @Nullable String is(
      String path, Path file, BiFunction<String, String, @Nullable String> text) {
    try {
      Map<String, Object> facts =
          Files.readAttributes(file, "unix:mode,uid,gid", LinkOption.NOFOLLOW_LINKS);
      String mode = Integer.toOctalString((int) facts.getOrDefault("mode", 0));
      String head = "%s %s:%s ".formatted(mode, facts.get("uid"), facts.get("gid"));
      if (Files.isSymbolicLink(file)) {
        return head + "-> " + Files.readSymbolicLink(file);
      }
      boolean regular = Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
      String counts = text.apply(path, regular ? Files.readString(file, ISO_8859_1) : "");
      return counts == null ? null : head + counts;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
