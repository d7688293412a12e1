package dev.nodeready.failure;

import dev.nodeready.catalogue.Code;
import java.time.Duration;

/**
 * One failure with its cause and its remedy.
 *
 * @param code what kind of failure it is
 * @param permanent whether trying the same again is pointless
 * @param tried what was attempted, such as {@code pull localhost/pause:3.9}
 * @param happened what came of it, in the words of whoever answered
 * @param remedy what to do about it
 */
public record Failure(Code code, boolean permanent, String tried, String happened, String remedy) {

  /** A failure that the same attempt will meet again. */
  public static Failure permanent(Code code, String tried, String happened, String remedy) {
    return new Failure(code, true, tried, happened, remedy);
  }

  /** The same with the remedy that the catalogue gives. */
  public static Failure permanent(Code code, String tried, String happened) {
    return permanent(code, tried, happened, code.remedy());
  }

  /** A failure that may be gone at the next attempt. */
  public static Failure passing(Code code, String tried, String happened, String remedy) {
    return new Failure(code, false, tried, happened, remedy);
  }

  /** The same with the remedy that the catalogue gives. */
  public static Failure passing(Code code, String tried, String happened) {
    return passing(code, tried, happened, code.remedy());
  }

  /** This failure as something to throw. */
  public FailureException asException() {
    return new FailureException(this, null);
  }

  /** This failure as something to throw, with what caused it. */
  public FailureException asException(Throwable cause) {
    return new FailureException(this, cause);
  }

  /** This failure as the end of a wait. */
  public Failure waited(Duration time, String subject) {
    String how = "%s (waited %d s for %s)".formatted(happened, time.toSeconds(), subject);
    return new Failure(code, permanent, tried, how, remedy);
  }

  /** One line for people: code, what was tried, what happened, what to do. */
  public String toLine() {
    return "%s: tried to %s, but %s; %s".formatted(code, tried, happened, remedy);
  }
}
