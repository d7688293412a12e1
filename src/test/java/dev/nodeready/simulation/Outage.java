package dev.nodeready.simulation;

/**
 * While a server cannot be reached; whoever asks it then knows so a second later.
 *
 * @param from microseconds, the first moment
 * @param until the first moment at which it can be reached again
 */
record Outage(long from, long until) {
  static final Outage NONE = new Outage(0, 0);

  private static final Answer UNREACHED = Answer.unreached(Micros.SECOND);

  boolean at(long now) {
    return now >= from && now < until;
  }

  /** What comes of a request meanwhile. */
  Answer answer() {
    return UNREACHED;
  }
}
