package dev.nodeready.watch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * Whether files have changed, by their times: what takes long to read is read again only then. To
 * be asked before the files are read, so that nothing which happens meanwhile is missed.
 */
public final class Stamps {
  private Map<Path, String> seen = Map.of();

  /** Whether these are other files than at the last call, or one of them has changed since. */
  public boolean renew(Collection<Path> files) {
    Map<Path, String> now = new HashMap<>();
    files.forEach(file -> now.put(file, stamp(file)));
    boolean changed = !now.equals(seen);
    seen = now;
    return changed;
  }

  /** What was read has to be read again, whether it changes or not. */
  void forget() {
    seen = Map.of();
  }

  private static String stamp(Path file) {
    String stamp = times(file);
    // Below another root a link leads to where nothing is; then it is the link that is replaced.
    return stamp.isEmpty() ? times(file, LinkOption.NOFOLLOW_LINKS) : stamp;
  }

  /** Differs whenever the file was changed, since nobody sets the time of a change. */
  private static String times(Path file, LinkOption... links) {
    try {
      return Files.readAttributes(file, "unix:ctime,ino", links).toString();
    } catch (IOException e) {
      return "";
    }
  }
}
