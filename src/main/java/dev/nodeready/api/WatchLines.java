package dev.nodeready.api;

import dev.nodeready.net.Http;
import dev.nodeready.tree.Fields;
import dev.nodeready.tree.TextException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads the events of a watch, one JSON object a line.
 *
 * @param <T> the objects
 */
final class WatchLines<T> implements Http.Follower {
  private final Watcher<T> watcher;
  private final Function<Fields, T> reading;
  private @Nullable Fields error;
  private @Nullable TextException broken;

  WatchLines(Watcher<T> watcher, Function<Fields, T> reading) {
    this.watcher = watcher;
    this.reading = reading;
  }

  @Override
  public void opened() {
    watcher.opened();
  }

  @Override
  public void line(String text) {
    try {
      Fields event = Fields.ofJson(text);
      switch (event.text("type")) {
        case "ADDED", "MODIFIED" -> watcher.seen(reading.apply(event.at("object")));
        case "DELETED" -> watcher.deleted(reading.apply(event.at("object")));
        case "ERROR" -> error = event.at("object");
        default -> {}
      }
    } catch (TextException e) {
      broken = e;
    }
  }

  /** Tells what the server said last, where that was an error. */
  void throwError(Kubeconfig config, String path) throws ApiException {
    if (broken != null) {
      throw ApiFailures.noObject(config, path, broken);
    }
    if (error != null) {
      throw ApiFailures.ended(config, path, error);
    }
  }
}
