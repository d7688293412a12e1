package dev.nodeready.supervise;

import java.time.Instant;
import java.util.Optional;

/**
 * One run of a unit's main process.
 *
 * @param invocation that no other run has: systemd's InvocationID, or process id and start time
 * @param since when it started; empty when not known
 */
public record UnitRun(String invocation, Optional<Instant> since) {}
