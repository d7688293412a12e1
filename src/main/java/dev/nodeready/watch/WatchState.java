package dev.nodeready.watch;

import java.time.Instant;
import java.util.List;

/**
 * How a watch stands.
 *
 * @param updatedAt when it looked last
 * @param mended how often something was mended
 * @param lastMended what that was; empty where nothing was
 */
record WatchState(
    Instant startedAt, Instant updatedAt, List<Finding> findings, int mended, String lastMended) {}
