package dev.nodeready.inputs;

import dev.nodeready.catalogue.Code;
import dev.nodeready.config.CacheFile;
import dev.nodeready.config.CacheOwner;
import dev.nodeready.config.CachedConfig;
import dev.nodeready.config.ConfigResolver;
import dev.nodeready.config.NodeConfig;
import dev.nodeready.config.NodeStatus;
import dev.nodeready.config.NodeStatus.InstanceDetails;
import dev.nodeready.config.ResolvedConfig;
import dev.nodeready.failure.Failure;
import dev.nodeready.failure.FailureException;
import dev.nodeready.host.FileStore;
import dev.nodeready.host.RenderedFile;
import dev.nodeready.host.Root;
import dev.nodeready.platform.InstanceUserData;
import dev.nodeready.ready.Trigger;
import dev.nodeready.retry.Ticks;
import dev.nodeready.retry.Time;
import dev.nodeready.systemd.Gates;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the configuration comes from.
 *
 * @param uris of the sources
 * @param cache where the resolved configuration is kept; null for nowhere
 * @param strict whether what {@code config check} refuses is a failure
 * @param needed whether there has to be one; where not, the defaults do
 * @param userData of this instance
 * @param gates tell when cloud-init has ended
 * @param bootId of the running kernel
 * @param time paces the looks for its end
 */
public record Sources(
    List<String> uris,
    @Nullable Path cache,
    boolean strict,
    boolean needed,
    InstanceUserData userData,
    Gates gates,
    String bootId,
    Time time) {
  private static final Duration TICK = Duration.ofSeconds(1);

  /** Whether cloud-init's scripts, which may write some of them, have run. */
  boolean cloudInitEnded() {
    return gates.isOpen(Gates.CLOUD_FINAL);
  }

  ResolvedConfig read() throws InterruptedException {
    if (!needed) {
      return ResolvedConfig.EMPTY;
    }
    ConfigResolver resolver = new ConfigResolver(userData);
    return cache == null
        ? resolver.resolve(uris, null, strict)
        : resolver.resolve(uris, cache, new CacheOwner(bootId, this::instanceId), strict);
  }

  ResolvedConfig readBehindCloudInit() throws InterruptedException {
    if (!cloudInitEnded()) {
      try (Trigger trigger = gates.watch(Gates.CLOUD_FINAL)) {
        long begun = time.nanos();
        while (!cloudInitEnded()) {
          trigger.await(Ticks.after(TICK, Duration.ofNanos(time.nanos() - begun)));
        }
      }
    }
    return read();
  }

  /** Whoever may read environment variables may read what is kept, so nobody else. */
  void keep(NodeConfig config, NodeStatus status, String version) {
    if (cache == null) {
      return;
    }
    InstanceDetails details = status.instance();
    CachedConfig.Stamp stamp =
        new CachedConfig.Stamp(version, details == null ? "" : details.id(), bootId);
    String text = CacheFile.render(config, status, stamp);
    new FileStore(Root.MACHINE)
        .apply(RenderedFile.secret(cache.toAbsolutePath().normalize().toString(), text));
  }

  private String instanceId() {
    try {
      return userData.instanceId();
    } catch (InterruptedException e) {
      throw stopped(e);
    }
  }

  /** Passes a stop through code that knows of none; the sequencer sees the interrupt. */
  private static FailureException stopped(InterruptedException e) {
    Thread.currentThread().interrupt();
    return Failure.passing(Code.BOOT_STOPPED, "ask the platform", "it was stopped", "start again")
        .asException(e);
  }
}
