package dev.nodeready.api;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Trusts what one cluster's authorities have issued to who was dialled, and keeps what it showed,
 * so that one can tell what was wrong with it. One that is trusted itself has to be in its time all
 * the same: the JDK would not look, and Go's clients do.
 */
final class ServerTrust extends X509ExtendedTrustManager {
  private final @Nullable X509ExtendedTrustManager judge;
  private volatile List<X509Certificate> shown = List.of();

  private ServerTrust(@Nullable X509ExtendedTrustManager judge) {
    this.judge = judge;
  }

  /** Trusts these authorities; the JDK's where there are none. */
  static ServerTrust in(List<X509Certificate> authorities)
      throws IOException, GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(authorities.isEmpty() ? null : store(authorities));
    for (TrustManager manager : factory.getTrustManagers()) {
      if (manager instanceof X509ExtendedTrustManager judge) {
        return new ServerTrust(judge);
      }
    }
    throw new GeneralSecurityException("this Java has no trust manager for X.509");
  }

  /** Takes whatever it is shown: only to look at it, or where the kubeconfig says so. */
  static ServerTrust inAnybody() {
    return new ServerTrust(null);
  }

  private static KeyStore store(List<X509Certificate> authorities)
      throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    for (X509Certificate one : authorities) {
      store.setCertificateEntry("ca" + store.size(), one);
    }
    return store;
  }

  /** The certificates that the server showed last, its own first. */
  List<X509Certificate> shown() {
    return shown;
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    shown = List.of(chain);
    if (judge != null) {
      if (!(socket instanceof SSLSocket secure)) {
        throw nobodyDialled();
      }
      chain[0].checkValidity();
      judge.checkServerTrusted(chain, type, socket);
      PeerName.check(chain[0], secure.getHandshakeSession().getPeerHost());
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    throw nobodyDialled();
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
    throw nobodyDialled();
  }

  private static CertificateException nobodyDialled() {
    return new CertificateException("nobody was dialled, whose name it could be");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    throw nobodyAsks();
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    throw nobodyAsks();
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
    throw nobodyAsks();
  }

  private static CertificateException nobodyAsks() {
    return new CertificateException("this side of the connection is no server");
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return judge == null ? new X509Certificate[0] : judge.getAcceptedIssuers();
  }
}
