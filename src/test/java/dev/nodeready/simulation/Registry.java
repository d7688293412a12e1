package dev.nodeready.simulation;

/**
 * A registry that takes 2,000 requests a second, as ECR does of {@code BatchGetImage} (<a
 * href="https://docs.aws.amazon.com/AmazonECR/latest/userguide/service-quotas.html">Amazon ECR
 * service quotas</a>), says 429 beyond, without {@code Retry-After}, and sends 10 Gbit/s. A pull of
 * the sandbox image is a look for the tag, index, manifest, configuration and layer: 5 requests and
 * 300 kB. It is taken whole or not at all: containerd gives a pull up at its first refused request.
 */
final class Registry {
  static final int PER_SECOND = 2000;
  static final int REQUESTS = 5;

  /** What a pull takes beside the bytes: five ways there and back, and the unpacking. */
  static final long SERVICE = 250 * Micros.MILLI;

  private static final long BYTES = 300_000;
  private static final long BYTES_PER_MICRO = 1250;

  /** How long the wire is taken by one image. */
  static final long TRANSFER = BYTES / BYTES_PER_MICRO;

  private static final Answer THROTTLED = Answer.throttled(20 * Micros.MILLI, 0);

  private final TokenBucket bucket = new TokenBucket(PER_SECOND, PER_SECOND);
  private final Book book = new Book();
  private final Outage outage;
  private long wireFreeAt;

  Registry(Outage outage) {
    this.outage = outage;
  }

  Book book() {
    return book;
  }

  Answer pull(long now) {
    if (!outage.at(now) && bucket.take(now, REQUESTS)) {
      book.asked(now, REQUESTS);
      book.served(REQUESTS);
      wireFreeAt = Math.max(now, wireFreeAt) + TRANSFER;
      return Answer.served(wireFreeAt - now + SERVICE);
    }
    book.asked(now, 1);
    book.refused(1);
    return outage.at(now) ? outage.answer() : THROTTLED;
  }
}
