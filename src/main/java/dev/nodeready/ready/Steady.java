package dev.nodeready.ready;

import dev.nodeready.failure.Failure;
import java.time.Duration;

/**
 * A probe that believes only several good answers in a row: what has just started may answer once
 * and fall over.
 *
 * @param <T> what is known once it is ready
 */
public final class Steady<T> implements Probe<T> {
  private final Probe<T> probe;
  private final int needed;
  private final Failure notSteady;
  private int good;

  /**
   * A steadier probe.
   *
   * @param needed good answers in a row, 1 or more
   * @param notSteady what to say while there are too few
   */
  public Steady(Probe<T> probe, int needed, Failure notSteady) {
    this.probe = probe;
    this.needed = needed;
    this.notSteady = notSteady;
  }

  @Override
  public Verdict<T> look(Duration atMost) throws InterruptedException {
    Verdict<T> verdict = probe.look(atMost);
    good = verdict instanceof Verdict.Ready<T> ? good + 1 : 0;
    return good == 0 || good >= needed ? verdict : new Verdict.NotYet<>(notSteady);
  }
}
