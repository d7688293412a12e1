package dev.nodeready.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of this node, and how it came about.
 *
 * @param config what holds
 * @param status facts from the cache, or null where they have to be found anew
 * @param problems what is wrong with it and yet stops nothing: to be told
 * @param origins where each value was written
 * @param fromCache whether no source gave a configuration, so that the cached one is used
 * @param changes what differs from the cached configuration, as paths; empty where nothing does or
 *     nothing is cached
 */
public record ResolvedConfig(
    NodeConfig config,
    @Nullable NodeStatus status,
    List<Problem> problems,
    Origins origins,
    boolean fromCache,
    List<String> changes) {
  /** Nothing is configured: defaults hold. */
  public static final ResolvedConfig EMPTY =
      new ResolvedConfig(NodeConfig.EMPTY, null, List.of(), Origins.NONE, false, List.of());

  /** Whether the cached configuration differs, so that its files must be rendered again. */
  public boolean changed() {
    return !changes.isEmpty();
  }

  /** Whether facts about the instance have to be found. */
  public boolean needsFacts() {
    return status == null
        || status.instance() == null
        || (status.instance().localIpv4().isEmpty() && status.instance().ipv6().isEmpty());
  }
}
