package dev.nodeready.ready;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An event whenever one of several files comes, goes or changes, by one instance of inotify. Of a
 * file whose folder is not there nothing is heard: whoever looks from time to time follows anew.
 */
public final class FilesTrigger implements Trigger {
  private final WatchService service;
  private final Map<WatchKey, Path> folders = new ConcurrentHashMap<>();
  private volatile Set<Path> files = Set.of();

  /**
   * One that follows nothing yet.
   *
   * @throws IOException when the system has no inotify instance left
   */
  public FilesTrigger() throws IOException {
    service = FileSystems.getDefault().newWatchService();
  }

  /** Follows these files from now on, and no others. */
  public void follow(Collection<Path> paths) {
    files = Set.copyOf(paths);
    Set<Path> wanted = files.stream().map(Path::getParent).collect(Collectors.toSet());
    wanted.forEach(this::listen);
    folders.forEach((key, folder) -> {
      if (!wanted.contains(folder)) {
        key.cancel();
        folders.remove(key);
      }
    });
  }

  private void listen(Path folder) {
    try {
      // A folder that is watched already, and still the same, gives its key again.
      folders.put(folder.register(service, Inotify.KINDS), folder);
    } catch (IOException e) {
      // It is not there, or no watch is left.
      return;
    }
  }

  @Override
  public void await(Duration atMost) throws InterruptedException {
    Inotify.await(service, atMost, this::concerns);
  }

  private boolean concerns(WatchKey key) {
    Path folder = folders.get(key);
    boolean ours = false;
    for (WatchEvent<?> event : key.pollEvents()) {
      boolean lost = event.kind().equals(StandardWatchEventKinds.OVERFLOW);
      ours |= lost || isOurs(folder, event.context());
    }
    if (!key.reset()) {
      folders.remove(key);
      return folder != null;
    }
    return ours;
  }

  private boolean isOurs(@Nullable Path folder, Object name) {
    return folder != null && name instanceof Path path && files.contains(folder.resolve(path));
  }

  @Override
  public void close() {
    Inotify.close(service);
  }
}
