package dev.nodeready.simulation;

/**
 * What a server makes of a request.
 *
 * @param served whether it does what it was asked for
 * @param after microseconds until the answer is there
 * @param throttled whether it does not because too many ask
 * @param retryAfter microseconds that the server asks to wait for, behind the answer; 0 for none
 */
record Answer(boolean served, long after, boolean throttled, long retryAfter) {
  static Answer served(long after) {
    return new Answer(true, after, false, 0);
  }

  /** Too many ask. */
  static Answer throttled(long after, long retryAfter) {
    return new Answer(false, after, true, retryAfter);
  }

  /** Nobody answers. */
  static Answer unreached(long after) {
    return new Answer(false, after, false, 0);
  }
}
