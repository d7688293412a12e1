package dev.nodeready.api;

import dev.nodeready.api.Kubeconfig.User;
import dev.nodeready.net.Http;
import dev.nodeready.net.Tls;
import dev.nodeready.retry.Time;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * What is made once for many calls.
 *
 * @param http with the connection that is kept for the next call
 * @param trust in the server
 * @param presented to it
 * @param certificateExpiresAt null where no certificate is shown
 */
record Session(
    Http http, ServerTrust trust, Presented presented, @Nullable Instant certificateExpiresAt) {
  /**
   * Begins one, for which a credential plugin is run where the kubeconfig has one.
   *
   * @throws ApiException when the credentials cannot be used
   */
  static Session begin(Kubeconfig config, Map<String, String> environment, Time time)
      throws ApiException, InterruptedException {
    return of(config, presented(config, environment), time);
  }

  /**
   * Begins anew where what is presented has ended. A token goes with each call and not with the
   * connection, which stays: a handshake costs more than all else that is done in the meantime.
   *
   * @throws ApiException when the credentials cannot be used
   */
  Session again(Kubeconfig config, Map<String, String> environment, Time time)
      throws ApiException, InterruptedException {
    Presented fresh = presented(config, environment);
    if (presented.isToken() && fresh.isToken()) {
      return new Session(http, trust, fresh, null);
    }
    http.close();
    return of(config, fresh, time);
  }

  private static Presented presented(Kubeconfig config, Map<String, String> environment)
      throws ApiException, InterruptedException {
    return switch (config.user()) {
      case User.Anonymous _ -> Presented.NOTHING;
      case User.Token given -> new Presented(given.token());
      case User.Certificate given -> new Presented(given.certificate(), given.key());
      case User.Exec exec -> new ExecPlugin(config, environment).run(exec);
    };
  }

  private static Session of(Kubeconfig config, Presented presented, Time time) throws ApiException {
    try {
      ServerTrust trust =
          config.insecure()
              ? ServerTrust.inAnybody()
              : ServerTrust.in(Pem.certificates(config.authority().pem()));
      List<X509Certificate> chain = Pem.certificates(presented.certificate().pem());
      return new Session(
          http(config, trust, chain, presented, time),
          trust,
          presented,
          chain.isEmpty() ? null : chain.getFirst().getNotAfter().toInstant());
    } catch (GeneralSecurityException | IOException e) {
      throw ApiFailures.unusable(config, e);
    }
  }

  private static Http http(
      Kubeconfig config,
      ServerTrust trust,
      List<X509Certificate> chain,
      Presented presented,
      Time time)
      throws GeneralSecurityException, IOException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(
        chain.isEmpty()
            ? null
            : new KeyManager[] {new ClientKey(chain, Pem.privateKey(presented.key().pem()))},
        new TrustManager[] {trust},
        null);
    return Http.ofOneServer(time, Tls.using(context.getSocketFactory(), config.serverName()));
  }

  /** Whether what is presented may be none any more. */
  boolean ended(Instant now) {
    return presented.ended(now);
  }
}
