package dev.nodeready.fleet;

import dev.nodeready.host.Root;
import dev.nodeready.report.Seconds;
import java.time.Instant;
import java.util.Map;

/**
 * A watch over a node that runs as metrics, in files of its own beside those of the boot. Names and
 * labels are a promise, as those of {@link Metrics} are.
 */
public final class WatchMetrics {
  private static final String FINDINGS = "nodeready_watch_findings";

  private final MetricsFiles files;
  private final String textfile;

  /**
   * Those of a machine.
   *
   * @param textfile where they are wanted too, as the configuration says; empty for the usual place
   */
  public WatchMetrics(Root root, String textfile) {
    files = MetricsFiles.ofWatch(root);
    this.textfile = textfile;
  }

  /**
   * Writes them anew.
   *
   * @param at when the watch looked last
   * @param findings how many there are of each code
   * @param mended how often something was mended
   */
  public void write(Instant started, Instant at, Map<String, Integer> findings, int mended) {
    Exposition all = new Exposition();
    all.single(
        "nodeready_watch_start_timestamp_seconds",
        "When the watch over this node began.",
        Seconds.of(started));
    all.single(
        "nodeready_watch_update_timestamp_seconds",
        "When the watch last told of itself; it does so each five minutes.",
        Seconds.of(at));
    all.single(
        "nodeready_watch_mended",
        "How often this watch has mended something, such as brought the sandbox image back.",
        String.valueOf(mended));
    all.family(FINDINGS, "How many things are wrong with this node now, by their code.");
    findings.forEach((code, count) -> all.sample(FINDINGS, count.toString(), "code", code));
    files.write(all.end(), textfile);
  }

  /** Takes the files away; nobody writes them any more. */
  public void takeAway() {
    files.takeAway(textfile);
  }
}
