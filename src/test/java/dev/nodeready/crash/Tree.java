package dev.nodeready.crash;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
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
    try {
      Files.walkFileTree(folder, new Visitor(folder, text, tree));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return tree;
  }

  /** What vanishes meanwhile, as daemons' and our own new files do, is not there. */
  private static final class Visitor extends SimpleFileVisitor<Path> {
    private final Path folder;
    private final BiFunction<String, String, @Nullable String> text;
    private final Map<String, String> tree;

    Visitor(
        Path folder, BiFunction<String, String, @Nullable String> text, Map<String, String> tree) {
      this.folder = folder;
      this.text = text;
      this.tree = tree;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path file, BasicFileAttributes facts)
        throws IOException {
      return visitFile(file, facts);
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes facts) throws IOException {
      String path = "/" + folder.relativize(file);
      try {
        String is = is(path, file, text);
        if (is != null) {
          tree.put(path, is);
        }
        return FileVisitResult.CONTINUE;
      } catch (IOException e) {
        return visitFileFailed(file, e);
      }
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
      if (e instanceof NoSuchFileException) {
        return FileVisitResult.CONTINUE;
      }
      throw e;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path file, @Nullable IOException e)
        throws IOException {
      return e == null ? FileVisitResult.CONTINUE : visitFileFailed(file, e);
    }
  }

  private static @Nullable String is(
      String path, Path file, BiFunction<String, String, @Nullable String> text)
      throws IOException {
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
  }
}
