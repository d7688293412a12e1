package dev.nodeready.systemd;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import jnr.constants.platform.Signal;
import jnr.posix.POSIX;
import jnr.posix.POSIXFactory;
import jnr.posix.SignalHandler;

/** SIGHUP, by which systemd and people ask a service to read its configuration again. */
public final class HangUp implements AutoCloseable {
  private final POSIX posix;
  private final SignalHandler before;
  private final Semaphore signals = new Semaphore(0);

  private HangUp(POSIX posix) {
    this.posix = posix;
    before = posix.signal(Signal.SIGHUP, number -> signals.release());
  }

  /** Takes SIGHUP over until closed; before and after it ends the process. */
  public static HangUp listen() {
    return new HangUp(POSIXFactory.getPOSIX());
  }

  /**
   * Waits for the signal.
   *
   * @return whether it came in time; several count as one
   * @throws InterruptedException when the process is being stopped
   */
  public boolean await(Duration atMost) throws InterruptedException {
    boolean came = signals.tryAcquire(atMost.toMillis(), TimeUnit.MILLISECONDS);
    signals.drainPermits();
    return came;
  }

  @Override
  public void close() {
    posix.signal(Signal.SIGHUP, before);
  }
}
