package dev.nodeready.ready;

import dev.nodeready.retry.Time;
import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An event whenever a path comes, goes or changes, by inotify. Where the folder of the path does
 * not exist yet, the nearest one above it that does is watched, for the next name on the way down;
 * other files in a watched folder wake nobody.
 */
public final class PathTrigger implements Trigger {
  private final Path path;
  private final Path top;
  private final WatchService service;
  private @Nullable Watch watch;

  private PathTrigger(Path path, WatchService service) {
    this.path = path;
    top = Objects.requireNonNull(path.getRoot(), "path is absolute");
    this.service = service;
  }

  /**
   * Watches a path from now on.
   *
   * @param path absolute; nothing of it has to exist
   * @throws IOException when the system has no inotify instance left
   */
  public static PathTrigger of(Path path) throws IOException {
    Path absolute = path.toAbsolutePath().normalize();
    PathTrigger trigger = new PathTrigger(absolute, absolute.getFileSystem().newWatchService());
    trigger.follow();
    return trigger;
  }

  /**
   * {@inheritDoc}
   *
   * <p>Events may be missed while the folder itself comes or goes; that is told as an event.
   */
  @Override
  public void await(Duration atMost) throws InterruptedException {
    try {
      if (!follow()) {
        Inotify.await(service, atMost, this::concerns);
      }
    } catch (ClosedWatchServiceException e) {
      throw Inotify.closed(e);
    } catch (IOException e) {
      // The folder cannot be watched (permissions, or no watch left): the tick alone has to do.
      Time.SYSTEM.sleep(atMost);
    }
  }

  @Override
  public void close() {
    Inotify.close(service);
  }

  /** Events about neighbours of the path do not count. */
  private boolean concerns(WatchKey key) {
    boolean ours = false;
    for (WatchEvent<?> event : key.pollEvents()) {
      ours |= event.kind().equals(StandardWatchEventKinds.OVERFLOW) || concerns(key, event);
    }
    return !key.reset() || ours;
  }

  private boolean concerns(WatchKey key, WatchEvent<?> event) {
    return watch != null && watch.key().equals(key) && watch.next().equals(event.context());
  }

  /**
   * Makes sure that the nearest existing folder is the one watched.
   *
   * @return whether it was another one before, so that something may have been missed
   */
  private boolean follow() throws IOException {
    boolean moved = false;
    for (Path folder = nearest(); !isWatched(folder); folder = nearest()) {
      moved = true;
      watch(folder);
    }
    return moved;
  }

  private Path nearest() {
    for (int depth = path.getNameCount() - 1; depth > 0; depth--) {
      Path folder = top.resolve(path.subpath(0, depth));
      if (Files.isDirectory(folder)) {
        return folder;
      }
    }
    return top;
  }

  private boolean isWatched(Path folder) throws IOException {
    Watch now = watch;
    return now != null
        && now.key().isValid()
        && now.folder().equals(folder)
        && now.identity().equals(identity(folder));
  }

  private void watch(Path folder) throws IOException {
    if (watch != null) {
      watch.key().cancel();
    }
    watch = null;
    try {
      Object identity = identity(folder);
      WatchKey key = folder.register(service, Inotify.KINDS);
      watch = new Watch(folder, path.getName(folder.getNameCount()), identity, key);
    } catch (NoSuchFileException | NotDirectoryException e) {
      // It went away between the look and the watch: the caller looks again.
      return;
    }
  }

  /** Tells a folder from another one that took its place under the same name. */
  private static Object identity(Path folder) throws IOException {
    return Objects.requireNonNull(
        Files.readAttributes(folder, BasicFileAttributes.class).fileKey(),
        "file system has inodes");
  }

  /**
   * What is watched.
   *
   * @param folder the folder
   * @param next the name in it that leads to the path
   * @param identity the folder itself, whatever its name
   */
  private record Watch(Path folder, Path next, Object identity, WatchKey key) {}
}
