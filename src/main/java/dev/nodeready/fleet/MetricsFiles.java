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

  private final Root root;
  private final FileStore files;
  private boolean told;

  MetricsFiles(Root root) {
    this.root = root;
    files = new FileStore(root).volatileCopy();
  }

  /**
   * Writes both, each whole. One that cannot be written is told of once.
   *
   * @param textfile as the configuration names it; empty where it does not
   */
  synchronized void write(String text, String textfile) {
    writeAt(PATH, text);
    other(textfile).ifPresent(path -> writeAt(path, text));
  }

  private Optional<String> other(String named) {
    return named.isEmpty()
        ? USUAL.stream()
            .filter(folder -> Files.isDirectory(root.at(folder)))
            .findFirst()
            .map(MetricsFiles::in)
        : Optional.of(named.endsWith(".prom") ? named : in(named));
  }

  /** node_exporter reads what ends so. */
  private static String in(String folder) {
    return folder.replaceFirst("/+$", "") + "/nodeready.prom";
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
