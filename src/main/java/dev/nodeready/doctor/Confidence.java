package dev.nodeready.doctor;

import java.util.Locale;

/** How sure a finding is. */
public enum Confidence {
  /** It is so now: a file, a number or an answer says it. */
  SEEN,
  /** What was seen has hardly another cause. */
  LIKELY,
  /** What was seen has other causes too. */
  POSSIBLE;

  /** As it is told. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
