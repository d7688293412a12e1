package dev.nodeready.config;

import org.jspecify.annotations.Nullable;

/**
 * What an earlier run resolved.
 *
 * @param status the facts it found, or null where it kept none
 * @param stamp who wrote it, or null where nodeadm did
 */
public record CachedConfig(NodeConfig config, @Nullable NodeStatus status, @Nullable Stamp stamp) {
  /**
   * Who wrote a cache.
   *
   * @param version of nodeready
   * @param instanceId the instance, empty where the platform has none
   * @param bootId of the kernel
   */
  public record Stamp(String version, String instanceId, String bootId) {}
}
