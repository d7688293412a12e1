package dev.nodeready.net;

import dev.nodeready.failure.Words;
import dev.nodeready.net.CallException.Stage;
import dev.nodeready.retry.Deadline;
import dev.nodeready.retry.Durations;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Opens the connection of one call: each address of the name in turn, then tunnel and TLS. */
final class Dialer {
  private static final Duration HANDSHAKE = Duration.ofSeconds(10);

  /**
   * Of two name servers, the one that is gone alone takes longer; the next call goes on with it.
   */
  private static final Duration RESOLVE = Duration.ofSeconds(4);

  private static final Names NAMES = Names.ofSystem();

  private Dialer() {}

  static Socket open(URI uri, @Nullable URI proxy, Http.Bounds bounds, Deadline deadline, Tls tls)
      throws IOException {
    try {
      return offering(uri, proxy, bounds, deadline, tls);
    } catch (IOException e) {
      NAMES.forget(host(proxy == null ? uri : proxy));
      throw e;
    }
  }

  private static Socket offering(
      URI uri, @Nullable URI proxy, Http.Bounds bounds, Deadline deadline, Tls tls)
      throws IOException {
    try {
      return once(uri, proxy, bounds, deadline, tls);
    } catch (SSLException e) {
      if (tls.offersMoreAfter(e)) {
        return once(uri, proxy, bounds, deadline, tls);
      }
      throw e;
    }
  }

  private static Socket once(
      URI uri, @Nullable URI proxy, Http.Bounds bounds, Deadline deadline, Tls tls)
      throws IOException {
    URI first = proxy == null ? uri : proxy;
    Socket socket = connect(first, bounds.connect(), deadline);
    try {
      if (proxy != null && encrypted(proxy)) {
        socket = tls.wrap(socket, host(proxy), port(proxy), deadline.atMost(HANDSHAKE));
      }
      if (!encrypted(uri)) {
        return socket;
      }
      if (proxy != null) {
        tunnel(socket, uri, proxy, bounds, deadline);
      }
      return tls.wrap(socket, host(uri), port(uri), deadline.atMost(HANDSHAKE));
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /** The user and password of a proxy as its header wants them. */
  static String basic(URI proxy) {
    byte[] user = String.valueOf(proxy.getUserInfo()).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(user);
  }

  private static Socket connect(URI uri, Duration within, Deadline deadline) throws CallException {
    List<InetAddress> addresses = NAMES.addresses(host(uri), deadline.atMost(RESOLVE));
    Deadline all = deadline.within(within);
    @Nullable CallException last = null;
    for (int i = 0; i < addresses.size(); i++) {
      // What is left is shared by the addresses that are left, so one that drops takes not all.
      Duration share = Durations.part(all.left(), addresses.size() - i);
      try {
        return connect(new InetSocketAddress(addresses.get(i), port(uri)), share);
      } catch (CallException e) {
        // An address that drops tells more of what is wrong than one that no route leads to.
        last = last != null && last.stage() == Stage.CONNECT_TIMEOUT ? last : e;
      }
    }
    throw last == null ? new CallException(Stage.RESOLVE, "there is no address", null) : last;
  }

  private static Socket connect(InetSocketAddress address, Duration within) throws CallException {
    // Rounded up: a timeout of zero would mean none.
    long millis = Math.max(1, within.plusNanos(999_999).toMillis());
    Socket socket = interruptible();
    try {
      socket.connect(address, (int) millis);
      return socket;
    } catch (IOException e) {
      closeQuietly(socket);
      throw unconnected(e, address, millis);
    }
  }

  private static CallException unconnected(IOException e, InetSocketAddress address, long millis) {
    if (e instanceof SocketTimeoutException) {
      String happened = "nobody answered the connect to %s within %d ms".formatted(address, millis);
      return new CallException(Stage.CONNECT_TIMEOUT, happened, e);
    }
    return new CallException(
        e instanceof ConnectException ? Stage.REFUSED : Stage.CONNECT,
        "the connect to %s failed: %s".formatted(address, Words.of(e)),
        e);
  }

  /** A channel's socket: an interrupt ends whatever blocks on it, which a plain one sits out. */
  private static Socket interruptible() throws CallException {
    try {
      return SocketChannel.open().socket();
    } catch (IOException e) {
      throw new CallException(Stage.CONNECT, "no socket can be opened: " + Words.of(e), e);
    }
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // The connect has failed already, and that is what is told.
    }
  }

  private static void tunnel(
      Socket socket, URI uri, URI proxy, Http.Bounds bounds, Deadline deadline) throws IOException {
    String target = uri.getHost() + ":" + port(uri);
    String head =
        "CONNECT %s HTTP/1.1\r\nHost: %s\r\n%s\r\n"
            .formatted(
                target,
                target,
                proxy.getUserInfo() == null ? "" : "Proxy-Authorization: " + basic(proxy) + "\r\n");
    socket.getOutputStream().write(head.getBytes(StandardCharsets.UTF_8));
    int status = AnswerReader.readStatus(new TimedInput(socket, bounds.connect(), deadline));
    if (status / 100 != 2) {
      throw refused(proxy, status, "CONNECT " + target);
    }
  }

  /** What it means that a proxy, and not who is behind it, has answered. */
  static CallException refused(URI proxy, int status, String request) {
    return new CallException(
        Stage.PROXY,
        "the proxy %s answered %d to %s%s"
            .formatted(
                Proxies.masked(proxy.toString()),
                status,
                request,
                status == 407 ? ": it wants another user and password" : ""),
        null);
  }

  private static boolean encrypted(URI uri) {
    return "https".equals(uri.getScheme());
  }

  static String host(URI uri) {
    String host = String.valueOf(uri.getHost());
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  static int port(URI uri) {
    if (uri.getPort() > 0) {
      return uri.getPort();
    }
    return encrypted(uri) ? 443 : 80;
  }
}
