package dev.nodeready.simulation;

/**
 * The EC2 API as one account sees it in one region: a token bucket for {@code DescribeInstances},
 * of 100 tokens of which 20 come back each second, and {@code RequestLimitExceeded} where it is
 * empty (<a href="https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-throttling.html">Request
 * throttling for the Amazon EC2 API</a>, non-mutating actions).
 */
final class Ec2Api {
  static final int BUCKET = 100;
  static final int PER_SECOND = 20;

  /** How long its answer takes. */
  static final long SERVICE = 150 * Micros.MILLI;

  private static final Answer SERVED = Answer.served(SERVICE);
  private static final Answer THROTTLED = Answer.throttled(20 * Micros.MILLI, 0);

  private final TokenBucket bucket = new TokenBucket(BUCKET, PER_SECOND);
  private final Book book = new Book();
  private final Outage outage;

  Ec2Api(Outage outage) {
    this.outage = outage;
  }

  Book book() {
    return book;
  }

  Answer ask(long now) {
    book.asked(now, 1);
    if (!outage.at(now) && bucket.take(now, 1)) {
      book.served(1);
      return SERVED;
    }
    book.refused(1);
    return outage.at(now) ? outage.answer() : THROTTLED;
  }
}
