package dev.nodeready.report;

import dev.nodeready.retry.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

/**
 * Which moments of a step's waits are worth a line: a reason of a new kind is, at once, and what
 * goes on is, at growing intervals. Reasons that take turns for ever, and kinds without end, make
 * some ten lines in five minutes and not a flood.
 */
final class Reminders {
  private static final Duration FIRST = Duration.ofSeconds(15);
  private static final Duration LONGEST = Duration.ofMinutes(5);

  /** So many kinds are news; after that whatever is the reason comes in its turn. */
  private static final int KINDS = 6;

  private final Set<String> told = new HashSet<>();
  private Duration pause = FIRST;
  private Instant next = Instant.MIN;

  /** Whether a wait for a reason of this kind is to be told now; if so, it counts as told. */
  boolean due(String kind, Instant at) {
    boolean again = !at.isBefore(next);
    if (again && !told.isEmpty()) {
      pause = Durations.doubled(pause, LONGEST);
    }
    boolean news = told.size() < KINDS && told.add(kind);
    if (news || again) {
      next = at.plus(pause);
    }
    return news || again;
  }
}
