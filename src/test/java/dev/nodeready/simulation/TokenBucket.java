package dev.nodeready.simulation;

/** Lets as many requests through as its tokens, which come back at a fixed rate up to a size. */
final class TokenBucket {
  private final double size;
  private final double perMicro;
  private double tokens;
  private long filledAt;

  /**
   * A full one.
   *
   * @param size tokens that it holds
   * @param perSecond tokens that come back each second
   */
  TokenBucket(double size, double perSecond) {
    this.size = size;
    this.perMicro = perSecond / Micros.SECOND;
    tokens = size;
  }

  /** Whether there are so many tokens; if so they are gone. A refused request costs none. */
  boolean take(long now, double wanted) {
    tokens = Math.min(size, tokens + (now - filledAt) * perMicro);
    filledAt = now;
    // What is missing by less than an accident of arithmetic is there.
    if (tokens + 1e-9 < wanted) {
      return false;
    }
    tokens -= wanted;
    return true;
  }
}
