package dev.nodeready.watch;

import dev.nodeready.failure.Failure;
import dev.nodeready.fleet.WatchMetrics;
import dev.nodeready.host.Root;
import dev.nodeready.retry.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of a node that is watched: each change by one line of the log and one Event, how it stands
 * by a file for {@code nodeready status} and by metrics.
 */
public final class Telling implements Watch.Teller, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger("boot");

  /**
   * That the watch lives is told by its metrics, at the first look behind that: each six minutes.
   */
  private static final Duration SIGN = Duration.ofMinutes(5);

  private final WatchFile file;
  private final WatchMetrics metrics;
  private final Cluster cluster;
  private final UnaryOperator<String> redact;
  private final Time time;
  private final Instant started;
  private Instant written = Instant.EPOCH;
  private int mended;
  private String lastMended = "";

  /** The cluster, as far as it wants to hear of its node. */
  @FunctionalInterface
  public interface Cluster {
    /**
     * Tells it, where it can be told.
     *
     * @param warning whether it needs a look
     * @param reason one word in CamelCase
     * @throws InterruptedException when the watch is being ended
     */
    void tell(boolean warning, String reason, String message) throws InterruptedException;
  }

  /**
   * For one watch, which begins now.
   *
   * @param textfile where metrics are wanted too, as the configuration says; empty for the usual
   * @param redact takes secrets out of a text
   */
  public Telling(
      Root root, String textfile, Cluster cluster, UnaryOperator<String> redact, Time time) {
    file = new WatchFile(root, redact);
    metrics = new WatchMetrics(root, textfile);
    this.cluster = cluster;
    this.redact = redact;
    this.time = time;
    started = time.now();
  }

  @Override
  public void tell(List<Change> changes, List<Finding> now) throws InterruptedException {
    changes.forEach(this::log);
    Instant at = time.now();
    if (!changes.isEmpty() || Duration.between(written, at).compareTo(SIGN) >= 0) {
      written = at;
      file.write(new WatchState(started, at, now, mended, lastMended));
      metrics.write(started, at, codes(now), mended);
    }
    for (Change change : changes) {
      toCluster(change);
    }
  }

  private void log(Change change) {
    switch (change) {
      case Change.Began(Failure failure) -> LOG.warn("{}{}", failure.toLine(), failure.more());
      case Change.Over over -> LOG.info("{}", words(over));
      case Change.Mended(String what) -> {
        mended++;
        lastMended = what;
        LOG.info("mended: {}", what);
      }
    }
  }

  private static String words(Change.Over over) {
    return "over after %d s: %s, could not %s"
        .formatted(over.after().toSeconds(), over.failure().code(), over.failure().tried());
  }

  private void toCluster(Change change) throws InterruptedException {
    switch (change) {
      case Change.Began(Failure failure) ->
          cluster.tell(true, camel(failure), redact.apply(failure.toPublicLine()));
      case Change.Over over -> cluster.tell(false, camel(over.failure()) + "Over", words(over));
      case Change.Mended(String what) -> cluster.tell(false, "Mended", redact.apply(what));
    }
  }

  /** A code as Kubernetes writes reasons. */
  private static String camel(Failure failure) {
    StringBuilder reason = new StringBuilder();
    for (String word : failure.code().name().split("_", -1)) {
      reason.append(word.charAt(0)).append(word.substring(1).toLowerCase(Locale.ROOT));
    }
    return reason.toString();
  }

  private static Map<String, Integer> codes(List<Finding> findings) {
    Map<String, Integer> codes = new TreeMap<>();
    findings.forEach(one -> codes.merge(one.failure().code().name(), 1, Integer::sum));
    return codes;
  }

  /** Nobody watches any more, so that nothing is to be read as if. */
  @Override
  public void close() {
    file.takeAway();
    metrics.takeAway();
  }
}
