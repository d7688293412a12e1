package dev.nodeready.config;

import dev.nodeready.catalogue.Code;
import dev.nodeready.config.CachedConfig.Stamp;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether a cache was written on this instance. An image baked from a running node brings
 * along the cache of another one.
 *
 * @param bootId of the running kernel
 * @param instanceId asked only where the boot id does not settle it; empty where it cannot be known
 */
public record CacheOwner(String bootId, Supplier<String> instanceId) {
  /** What speaks against the cache, or null where it may be used. */
  public @Nullable Problem refusal(CachedConfig cache) {
    Stamp stamp = cache.stamp();
    if (stamp != null && !bootId.isEmpty() && stamp.bootId().equals(bootId)) {
      return null;
    }
    String writer = writer(cache);
    if (writer.isEmpty()) {
      return null; // on a platform without instances there is no other one
    }
    String here = instanceId.get();
    if (here.equals(writer) || (here.isEmpty() && stamp == null)) {
      return null;
    }
    return new Problem(
        Severity.WARNING,
        Code.CONFIG_CACHE_FOREIGN,
        "",
        null,
        "the cached configuration was written on instance "
            + writer
            + ", but this is "
            + (here.isEmpty() ? "another boot of an instance that is not known" : here)
            + "; it is not used",
        Code.CONFIG_CACHE_FOREIGN.remedy());
  }

  private static String writer(CachedConfig cache) {
    if (cache.stamp() != null && !cache.stamp().instanceId().isEmpty()) {
      return cache.stamp().instanceId();
    }
    NodeStatus status = cache.status();
    return status == null || status.instance() == null ? "" : status.instance().id();
  }
}
