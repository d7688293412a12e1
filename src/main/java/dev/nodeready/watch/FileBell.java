package dev.nodeready.watch;

import dev.nodeready.ready.FilesTrigger;
import dev.nodeready.ready.Relay;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Rings when files come, go or change. Where inotify is spent, the look at times has to do. */
final class FileBell implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FileBell.class);

  private @Nullable FilesTrigger trigger;
  private @Nullable Relay relay;

  void ring(Runnable bell) {
    try {
      FilesTrigger made = new FilesTrigger();
      trigger = made;
      relay = Relay.of(made, bell);
    } catch (IOException e) {
      LOG.debug("No events of files", e);
    }
  }

  /** To be called at each look: folders come and go too. */
  void follow(Collection<Path> files) {
    if (trigger != null) {
      trigger.follow(files);
    }
  }

  @Override
  public void close() {
    if (relay != null) {
      relay.close();
    }
  }
}
