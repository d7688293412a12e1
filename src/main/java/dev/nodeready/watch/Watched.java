package dev.nodeready.watch;

import dev.nodeready.failure.FailureException;

/** One thing of a node that is looked at while it runs: at each event, else each two minutes. */
public sealed interface Watched extends AutoCloseable
    permits ImageWatch, UnitWatch, FileWatch, CertificateWatch, NodeWatch {
  /**
   * Has a bell rung, from any thread, whenever it may stand otherwise than at the last look. Begun
   * once, before the first look.
   */
  void ring(Runnable bell);

  /**
   * How it stands now.
   *
   * @throws FailureException when that cannot be told, so that it counts as it did before
   * @throws InterruptedException when the watch is being ended
   */
  Seen look() throws InterruptedException;

  @Override
  void close();
}
