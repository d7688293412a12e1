package dev.nodeready.systemd;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import jnr.unixsocket.UnixDatagramChannel;
import jnr.unixsocket.UnixSocketAddress;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells systemd how the service is, as {@code sd_notify(3)} describes; does nothing where systemd
 * does not listen. Telling never fails the work: what goes wrong is logged once and that is all.
 */
public final class Notify implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Notify.class);
  private static final String SOCKET = "NOTIFY_SOCKET";
  private static final String WATCHDOG = "WATCHDOG_USEC";

  /** systemd cuts a status there as well; it is one line. */
  private static final int LONGEST_STATUS = 500;

  private final @Nullable UnixSocketAddress address;
  private final Duration watchdog;
  private @Nullable UnixDatagramChannel channel;
  private boolean broken;

  private Notify(@Nullable UnixSocketAddress address, Duration watchdog) {
    this.address = address;
    this.watchdog = watchdog;
  }

  /** Tells whoever started this process, by its environment. */
  public static Notify fromEnvironment() {
    return of(System.getenv());
  }

  static Notify of(Map<String, String> environment) {
    String socket = environment.getOrDefault(SOCKET, "");
    return new Notify(address(socket), micros(environment.getOrDefault(WATCHDOG, "")));
  }

  private static @Nullable UnixSocketAddress address(String socket) {
    if (socket.startsWith("@") && socket.length() > 1) {
      return new UnixSocketAddress("\0" + socket.substring(1));
    }
    return socket.startsWith("/") ? new UnixSocketAddress(socket) : null;
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
    return address != null;
  }

  /** How long systemd waits for a {@link #watchdog} before it restarts us; zero for ever. */
  public Duration watchdogLimit() {
    return watchdog;
  }

  /** The service does what it is there for; with one line for {@code systemctl status}. */
  public void ready(String status) {
    send("READY=1\nSTATUS=" + oneLine(status));
  }

  /** One line for {@code systemctl status}: what is being done or waited for. */
  public void status(String status) {
    send("STATUS=" + oneLine(status));
  }

  /** The same, and there is a reason to wait: the start or stop may take so long from now. */
  public void waiting(String status, Duration more) {
    send("STATUS=" + oneLine(status) + "\nEXTEND_TIMEOUT_USEC=" + more.toNanos() / 1000);
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
    send("STOPPING=1\nSTATUS=" + oneLine(status));
  }

  /** Another process is the service's main one from now on. */
  public void mainPid(long pid) {
    send("MAINPID=" + pid);
  }

  private static String oneLine(String text) {
    String line = text.replace('\n', ' ');
    return line.length() > LONGEST_STATUS ? line.substring(0, LONGEST_STATUS) + "…" : line;
  }

  private synchronized void send(String message) {
    if (address == null) {
      return;
    }
    try {
      if (channel == null) {
        channel = UnixDatagramChannel.open();
      }
      channel.send(ByteBuffer.wrap(message.getBytes(StandardCharsets.UTF_8)), address);
      broken = false;
    } catch (IOException e) {
      if (!broken) {
        LOG.warn("systemd cannot be told how this service is: {}", e.toString());
      }
      broken = true;
    }
  }

  @Override
  public synchronized void close() {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      // Nothing is lost with it.
      return;
    }
  }
}
