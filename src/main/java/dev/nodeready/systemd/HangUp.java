package dev.nodeready.systemd;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * SIGHUP, by which systemd and people ask a service to read its configuration again. {@code
 * sun.misc.Signal} takes it in a thread of its own; a handler of native code that calls Java from
 * within the signal loses all but the first ones. The class is part of {@code jdk.unsupported}, and
 * javac warns of its name whatever one does, so it is looked up.
 */
public final class HangUp implements AutoCloseable {
  private final Semaphore signals = new Semaphore(0);
  private final Object signal;
  private final Method handle;
  private final Object before;

  private HangUp() throws ReflectiveOperationException {
    Class<?> signals = Class.forName("sun.misc.Signal");
    Class<?> handler = Class.forName("sun.misc.SignalHandler");
    signal = signals.getConstructor(String.class).newInstance("HUP");
    handle = signals.getMethod("handle", signals, handler);
    before =
        handle.invoke(
            null,
            signal,
            Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[] {handler}, this::told));
  }

  /** A handler is only ever told of its signal. */
  private @Nullable Object told(Object self, Method method, Object @Nullable [] arguments) {
    signals.release();
    return null;
  }

  /** Takes SIGHUP over until closed; before and after it ends the process. */
  public static HangUp listen() {
    try {
      return new HangUp();
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("this Java has no sun.misc.Signal", e);
    }
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
    try {
      handle.invoke(null, signal, before);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new LinkageError("SIGHUP cannot be given back", e);
    }
  }
}
