package dev.nodeready.fleet;

import dev.nodeready.failure.FailureException;
import dev.nodeready.host.FileStore;
import dev.nodeready.host.RenderedFile;
import dev.nodeready.host.Root;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The files with the metrics: one of ours, and one where node_exporter looks. */
final class MetricsFiles {
  /** Where it always lies on the machine. */
  static final String PATH = "/run/nodeready/metrics.prom";

  /** Debian's, those of other packages, and the one of node_exporter's own examples. */
  private static final List<String> USUAL =
      List.of(
          "/var/lib/prometheus/node-exporter",
          "/var/lib/prometheus/node_exporter",
          "/var/lib/node_exporter/textfile_collector",
          "/var/lib/node_exporter");

  private static final Logger LOG = LoggerFactory.getLogger("boot");

  private static final String OF_WATCH = "/run/nodeready/watch.prom";
  private static final String FORM = ".prom";

  private final Root root;
  private final String own;
  private final String suffix;
  private final FileStore files;
  private boolean told;

  /** Those of boots. */
  MetricsFiles(Root root) {
    this(root, PATH, FORM);
  }

  private MetricsFiles(Root root, String own, String suffix) {
    this.root = root;
    this.own = own;
    this.suffix = suffix;
    files = new FileStore(root).volatileCopy();
  }

  /** Those of a watch over a node that runs, beside those of boots. */
  static MetricsFiles ofWatch(Root root) {
    return new MetricsFiles(root, OF_WATCH, "-watch" + FORM);
  }

  /**
   * Writes both, each whole. One that cannot be written is told of once.
   *
   * @param textfile as the configuration names it; empty where it does not
   */
  synchronized void write(String text, String textfile) {
    writeAt(own, text);
    other(textfile).ifPresent(path -> writeAt(path, text));
  }

  private Optional<String> other(String named) {
    return named.isEmpty()
        ? USUAL.stream()
            .filter(folder -> Files.isDirectory(root.at(folder)))
            .findFirst()
            .map(this::in)
        : Optional.of(named.endsWith(FORM) ? beside(named) : in(named));
  }

  /** node_exporter reads what ends so. */
  private String in(String folder) {
    return folder.replaceFirst("/+$", "") + "/nodeready" + suffix;
  }

  private String beside(String named) {
    return named.substring(0, named.length() - FORM.length()) + suffix;
  }

  /** Takes both away, where they can be. */
  synchronized void takeAway(String textfile) {
    takeAwayAt(own);
    other(textfile).ifPresent(this::takeAwayAt);
  }

  private void takeAwayAt(String path) {
    try {
      boolean _ = files.remove(path);
    } catch (FailureException e) {
      LOG.debug("Metrics stay that nobody writes any more", e);
    }
  }

  private void writeAt(String path, String text) {
    try {
      files.apply(RenderedFile.text(path, text));
    } catch (FailureException e) {
      if (!told) {
        LOG.warn("the boot goes on without its metrics: {}", e.failure().toLine());
      }
      told = true;
    }
  }
}
