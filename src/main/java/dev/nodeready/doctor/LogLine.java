package dev.nodeready.doctor;

import java.time.Instant;

/**
 * A line of a daemon's log, of this boot.
 *
 * @param at by the clock of then
 */
public record LogLine(Instant at, String text) {}
