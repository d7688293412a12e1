package dev.nodeready.systemd;

import dev.nodeready.failure.Words;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import jnr.unixsocket.UnixDatagramChannel;
import jnr.unixsocket.UnixSocketAddress;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells systemd how the service is, as {@code sd_notify(3)} describes; does nothing where systemd
 * does not listen. Telling never fails the work, and never holds it up: a thread of its own tells
 * in order, and what goes wrong is logged once and that is all.
 *
 * <p>What passes (what is being done or waited for) is told every two seconds at most, the latest
 * alone: a boot is mostly over before that, and loading what tells costs a cold process 0.1 s of
 * the CPU that the boot waits for.
 */
public final class Notify implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Notify.class);
  private static final String SOCKET = "NOTIFY_SOCKET";
  private static final String WATCHDOG = "WATCHDOG_USEC";

  /** systemd cuts a status there as well; it is one line. */
  private static final int LONGEST_STATUS = 500;

  /** For what was said last to reach systemd, such as that the service is ready. */
  private static final Duration LAST_WORDS = Duration.ofSeconds(2);

  private static final Duration PACE = Duration.ofSeconds(2);

  private final String socket;
  private final Duration watchdog;
  private final Duration pace;
  private final ScheduledThreadPoolExecutor teller =
      new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().daemon().name("notify").factory());
  private @Nullable UnixDatagramChannel channel;
  private boolean broken;
  private volatile boolean active;
  private @Nullable Passing latest;
  private @Nullable Future<?> telling;

  private Notify(String socket, Duration watchdog, Duration pace) {
    this.socket = socket;
    this.watchdog = watchdog;
    this.pace = pace;
    teller.setRemoveOnCancelPolicy(true);
  }

  /**
   * How things stand just now.
   *
   * @param more the start or stop may take so long from when this is told; zero asks for nothing
   */
  private record Passing(String status, Duration more) {
    Passing after(@Nullable Passing before) {
      return before != null && more.isZero() ? new Passing(status, before.more) : this;
    }

    String message() {
      String line = "STATUS=" + oneLine(status);
      return more.isZero() ? line : line + "\nEXTEND_TIMEOUT_USEC=" + more.toNanos() / 1000;
    }
  }

  /** Tells whoever started this process, by its environment. */
  public static Notify fromEnvironment() {
    return of(System.getenv(), PACE);
  }

  static Notify of(Map<String, String> environment, Duration pace) {
    return new Notify(
        environment.getOrDefault(SOCKET, ""), micros(environment.getOrDefault(WATCHDOG, "")), pace);
  }

  private static Duration micros(String text) {
    try {
      return Duration.ofNanos(Math.multiplyExact(Long.parseLong(text), 1000));
    } catch (NumberFormatException | ArithmeticException e) {
      return Duration.ZERO;
    }
  }

  /** Whether anybody listens. */
  public boolean isHeard() {
    return socket.startsWith("/") || (socket.startsWith("@") && socket.length() > 1);
  }

  /** How long systemd waits for a {@link #watchdog} before it restarts us; zero for ever. */
  public Duration watchdogLimit() {
    return watchdog;
  }

  /** The service does what it is there for; with one line for {@code systemctl status}. */
  public void ready(String status) {
    forgetPassing();
    send("READY=1\nSTATUS=" + oneLine(status) + sign(Duration.ZERO));
    active = true;
  }

  /**
   * A sign of life for systemd's watchdog, which watches from the first {@link #ready} on. It is to
   * stay quiet while there is a reason to wait, and no time that a start is given counts for it.
   */
  private String sign(Duration more) {
    if (!active || watchdog.isZero()) {
      return "";
    }
    Duration quiet = more.compareTo(watchdog) > 0 ? more : watchdog;
    return "\nWATCHDOG=1\nWATCHDOG_USEC=" + quiet.toNanos() / 1000;
  }

  /** One line for {@code systemctl status}: what is being done or waited for. */
  public void status(String status) {
    pass(new Passing(status, Duration.ZERO));
  }

  /** The same, and there is a reason to wait: the start or stop may take so long from now. */
  public void waiting(String status, Duration more) {
    pass(new Passing(status, more));
  }

  /** The work has got on. */
  public void watchdog() {
    send("WATCHDOG=1");
  }

  /**
   * The configuration is being read again, since {@code monotonicNanos}; {@link #ready} ends it.
   */
  public void reloading(long monotonicNanos) {
    send("RELOADING=1\nMONOTONIC_USEC=" + monotonicNanos / 1000);
  }

  /** The service is on its way out. */
  public void stopping(String status) {
    forgetPassing();
    send("STOPPING=1\nSTATUS=" + oneLine(status));
  }

  private static String oneLine(String text) {
    String line = text.replace('\n', ' ');
    return line.length() > LONGEST_STATUS ? line.substring(0, LONGEST_STATUS) + "…" : line;
  }

  private synchronized void pass(Passing now) {
    latest = now.after(latest);
    if (isHeard() && telling == null) {
      telling = teller.schedule(this::tellLatest, pace.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  /**
   * Tells what passes now and not at its pace. For the moment behind which nothing is held up by
   * the loading of what tells, so that the next word, such as {@link #ready}, goes out at once.
   */
  public void tellNow() {
    Passing last = forgetPassing();
    if (last != null) {
      send(last.message() + sign(last.more()));
    }
  }

  private synchronized @Nullable Passing forgetPassing() {
    Passing forgotten = latest;
    latest = null;
    if (telling != null) {
      telling.cancel(false);
      telling = null;
    }
    return forgotten;
  }

  private void tellLatest() {
    Passing passing = takeLatest();
    if (passing != null) {
      tell(passing.message() + sign(passing.more()));
    }
  }

  private synchronized @Nullable Passing takeLatest() {
    Passing taken = latest;
    latest = null;
    telling = null;
    return taken;
  }

  private void send(String message) {
    if (isHeard()) {
      teller.execute(() -> tell(message));
    }
  }

  private void tell(String message) {
    try {
      if (channel == null) {
        channel = UnixDatagramChannel.open();
      }
      channel.send(ByteBuffer.wrap(message.getBytes(StandardCharsets.UTF_8)), address());
      broken = false;
    } catch (IOException e) {
      if (!broken) {
        LOG.warn("systemd cannot be told how this service is: {}", Words.of(e));
      }
      broken = true;
    }
  }

  /** A leading "@" stands for the null byte of an abstract socket's name. */
  private UnixSocketAddress address() {
    return new UnixSocketAddress(socket.startsWith("@") ? "\0" + socket.substring(1) : socket);
  }

  private void hangUp() {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      // Nothing is lost with it.
      return;
    }
  }

  @Override
  public void close() {
    tellNow();
    teller.execute(this::hangUp);
    teller.shutdown();
    try {
      if (!teller.awaitTermination(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.debug("systemd did not take the last words in time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
