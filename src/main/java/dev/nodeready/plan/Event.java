package dev.nodeready.plan;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** What happens while a plan runs. */
public sealed interface Event {
  /** When it happened. */
  Instant at();

  /** The plan began. */
  record PlanStarted(Instant at) implements Event {}

  /** A step began. */
  record StepStarted(Instant at, String phase, String step) implements Event {}

  /**
   * A step waits.
   *
   * @param code of what it would fail with if time ran out now; empty where nothing has failed
   */
  record StepWaiting(
      Instant at,
      String phase,
      String step,
      String subject,
      String because,
      String code,
      Duration elapsed,
      Duration left)
      implements Event {
    /** Tells one reason from another where their words change, such as numbers in them. */
    public String kind() {
      return subject + " " + code;
    }
  }

  /** A step goes on after a wait. */
  record StepResumed(Instant at, String phase, String step) implements Event {}

  /**
   * A step begins another attempt.
   *
   * @param number from 1
   */
  record StepAttempted(Instant at, String phase, String step, int number) implements Event {}

  /** A step has something to say. */
  record StepNoted(Instant at, String phase, String step, String text) implements Event {}

  /** A step has found something out that is worth keeping. */
  record Found(Instant at, String phase, String step, Map<String, String> facts) implements Event {}

  /** What a step relied on went away. */
  record Flapped(Instant at, String phase, String step, String what) implements Event {}

  /** A step ended. */
  record StepEnded(
      Instant at,
      String phase,
      String step,
      Outcome outcome,
      Instant startedAt,
      Duration took,
      int attempts,
      Duration waited)
      implements Event {}

  /** The plan ended. */
  record PlanEnded(Instant at, Result result) implements Event {}
}
