package dev.nodeready.ready;

import dev.nodeready.retry.Deadline;
import dev.nodeready.retry.Time;
import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What all who listen to changes of files do alike. */
final class Inotify {
  /** All that can happen to a name in a folder. */
  static final WatchEvent.Kind<?>[] KINDS = {
    StandardWatchEventKinds.ENTRY_CREATE,
    StandardWatchEventKinds.ENTRY_DELETE,
    StandardWatchEventKinds.ENTRY_MODIFY
  };

  private Inotify() {}

  /** Waits for events that concern the waiter; others do not wake it. */
  static void await(WatchService service, Duration atMost, Predicate<WatchKey> concerns)
      throws InterruptedException {
    Deadline deadline = Deadline.after(atMost, Time.SYSTEM);
    @Nullable WatchKey key;
    do {
      key = next(service, deadline.left());
    } while (key != null && !concerns.test(key));
  }

  private static @Nullable WatchKey next(WatchService service, Duration atMost)
      throws InterruptedException {
    try {
      return service.poll(atMost.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ClosedWatchServiceException e) {
      throw closed(e);
    }
  }

  /** Who waits for something that is closed meanwhile waits for nothing any more. */
  static InterruptedException closed(ClosedWatchServiceException e) {
    return (InterruptedException) new InterruptedException("closed").initCause(e);
  }

  static void close(WatchService service) {
    try {
      service.close();
    } catch (IOException e) {
      // Nothing is left to watch or to wake, so nothing is lost.
      return;
    }
  }
}
