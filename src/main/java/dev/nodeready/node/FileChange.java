package dev.nodeready.node;

import dev.nodeready.host.RenderedFile;
import dev.nodeready.host.Root;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * What a run would do to one file.
 *
 * @param path as on the machine
 * @param diff as {@code diff -u} prints it; empty where only the mode changes, and a remark instead
 *     of the lines where the file holds secrets
 */
public record FileChange(String path, Kind kind, String diff) {
  /** What happens to the file. */
  public enum Kind {
    CREATE,
    CHANGE,
    MODE,
    REMOVE
  }

  private static final String NOTHING = "/dev/null";

  static FileChange write(Root root, RenderedFile wanted) {
    Path place = root.at(wanted.path());
    boolean there = Files.isRegularFile(place);
    String before = there ? read(place) : "";
    if (there && before.equals(wanted.text())) {
      return new FileChange(wanted.path(), Kind.MODE, "");
    }
    boolean secret = (wanted.mode() & 0044) == 0 || (there && isSecret(place));
    String diff =
        secret
            ? "the content is not shown, since the file holds secrets\n"
            : UnifiedDiff.of(there ? wanted.path() : NOTHING, before, wanted.path(), wanted.text());
    return new FileChange(wanted.path(), there ? Kind.CHANGE : Kind.CREATE, diff);
  }

  static FileChange remove(Root root, String path) {
    Path place = root.at(path);
    String diff =
        isSecret(place)
            ? "the content is not shown, since the file holds secrets\n"
            : UnifiedDiff.of(path, read(place), NOTHING, "");
    return new FileChange(path, Kind.REMOVE, diff);
  }

  private static String read(Path place) {
    try {
      return new String(Files.readAllBytes(place), java.nio.charset.StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "";
    }
  }

  private static boolean isSecret(Path place) {
    try {
      return !PosixFilePermissions.toString(Files.getPosixFilePermissions(place)).endsWith("r--");
    } catch (IOException e) {
      return false;
    }
  }
}
