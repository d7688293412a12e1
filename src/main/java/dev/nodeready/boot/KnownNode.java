package dev.nodeready.boot;

import dev.nodeready.config.CacheFile;
import dev.nodeready.config.CachedConfig;
import dev.nodeready.config.ConfigResolver;
import dev.nodeready.config.Origins;
import dev.nodeready.config.ResolvedConfig;
import dev.nodeready.retry.Time;
import java.nio.file.Path;
import java.util.List;

/**
 * A node that has booted, by the configuration that its boot resolved and kept: nobody outside of
 * the machine is asked for it again.
 */
record KnownNode(Run run, Pass pass) implements AutoCloseable {
  /**
   * The node as it is known now.
   *
   * @throws dev.nodeready.failure.FailureException when its sources, where nothing is kept, cannot
   *     be read
   */
  static KnownNode of(BootOptions options) throws InterruptedException {
    ResolvedConfig config = config(options);
    Run run = Run.of(options, Time.SYSTEM, null);
    return new KnownNode(run, new Pass(run, run.inputs().with(config)));
  }

  private static ResolvedConfig config(BootOptions options) throws InterruptedException {
    Path cache = options.cache();
    CachedConfig kept = cache == null ? null : CacheFile.read(cache, _ -> {});
    if (kept != null) {
      return new ResolvedConfig(
          kept.config(), kept.status(), List.of(), Origins.NONE, true, List.of());
    }
    return options.sources().isEmpty()
        ? ResolvedConfig.EMPTY
        : new ConfigResolver(PlanRun.userData()).look(options.sources(), null);
  }

  @Override
  public void close() {
    pass.close();
    run.close();
    run.lock().close();
  }
}
