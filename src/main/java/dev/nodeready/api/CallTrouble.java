package dev.nodeready.api;

import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import dev.nodeready.net.CallException;
import dev.nodeready.net.Http;
import dev.nodeready.net.Tls;
import dev.nodeready.retry.Time;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/** What it means that a call did not reach the API server, by how far it came. */
final class CallTrouble {
  private static final Http.Bounds QUICK =
      new Http.Bounds(Duration.ofSeconds(2), Duration.ofSeconds(2), Duration.ofSeconds(3), 1 << 20);

  private final Kubeconfig config;
  private final ServerTrust trust;
  private final Time time;

  CallTrouble(Kubeconfig config, ServerTrust trust, Time time) {
    this.config = config;
    this.trust = trust;
    this.time = time;
  }

  /**
   * The failure of a call.
   *
   * @param proxy that it went through; null for the direct way
   */
  ApiException of(CallException e, @Nullable URI proxy) throws InterruptedException {
    return new ApiException(failure(e, proxy), 0, Duration.ZERO, e);
  }

  private Failure failure(CallException e, @Nullable URI proxy) throws InterruptedException {
    if (proxy != null && e.unreached()) {
      return proxyFailure(e);
    }
    return switch (e.stage()) {
      case PROXY -> proxyFailure(e);
      case RESOLVE -> failure(Code.JOIN_API_UNRESOLVED, e.happened());
      case CONNECT_TIMEOUT, ANSWER_TIMEOUT -> failure(Code.JOIN_API_SILENT, e.happened());
      case CONNECT, REFUSED -> failure(Code.JOIN_API_REFUSED, e.happened());
      case TLS -> tls(e, proxy);
      case ANSWER -> failure(Code.JOIN_API_ERROR, e.happened());
    };
  }

  private Failure proxyFailure(CallException e) {
    return failure(Code.JOIN_PROXY, "the way leads through a proxy, and " + e.happened());
  }

  private Failure tls(CallException e, @Nullable URI proxy) throws InterruptedException {
    if (e.getCause() instanceof SocketTimeoutException) {
      return failure(Code.JOIN_API_SILENT, e.happened());
    }
    if (trust.shown().isEmpty()) {
      return failure(Code.JOIN_API_ERROR, e.happened());
    }
    ServerCertificate certificate = new ServerCertificate(config, trust.shown(), time.now());
    return certificate.isOutOfTime()
        ? certificate.outOfTime(serverTime(proxy))
        : certificate.refused(e.happened());
  }

  private Failure failure(Code code, String happened) {
    URI server = config.server();
    return Failure.passing(
        code,
        "reach the API server " + server,
        happened,
        code.remedy("SERVER", server.toString(), "HOST", String.valueOf(server.getHost())));
  }

  /**
   * What time it is for the server, whatever it shows; null where it does not say. Nothing is told
   * to it on this way, who may be anybody.
   */
  @Nullable Instant serverTime(@Nullable URI proxy) throws InterruptedException {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {ServerTrust.inAnybody()}, null);
      Http http = new Http(time, Tls.using(context.getSocketFactory(), config.serverName()));
      URI uri = config.server().resolve("/readyz");
      return ServerDate.of(http.send(new Http.Request("GET", uri, Map.of(), ""), QUICK, proxy));
    } catch (CallException | GeneralSecurityException e) {
      // One clock less to compare with.
      return null;
    }
  }
}
