package dev.nodeready.cli;

import dev.nodeready.retry.WaitListener;
import dev.nodeready.retry.Waiting;
import dev.nodeready.retry.Waits;
import java.io.PrintStream;
import java.time.Duration;

/**
 * Tells of the waits of a command that is no boot: each new reason, and now and then an old one.
 */
final class WaitLines implements WaitListener {
  private static final Duration PAUSE = Duration.ofSeconds(10);

  private final PrintStream out;
  private String told = "";
  private Duration at = Duration.ZERO;

  WaitLines(PrintStream out) {
    this.out = out;
  }

  @Override
  public void waiting(Waiting now) {
    String words = now.subject() + ": " + now.because();
    if (words.equals(told) && now.elapsed().minus(at).compareTo(PAUSE) < 0) {
      return;
    }
    told = words;
    at = now.elapsed();
    out.printf(
        "waiting for %s (%d s gone, %d s left)%n",
        words, at.toSeconds(), Waits.roundedUp(now.left()));
  }
}
