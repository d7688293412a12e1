package dev.nodeready.net;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Trusts servers alone, and only as those who were dialled, by {@link PeerName}: so the JDK need
 * not be told to look at the name as well.
 */
public abstract class DialledTrust extends X509ExtendedTrustManager {
  /**
   * Judges what a server shows, its own certificate first, whatever name it is for.
   *
   * @throws CertificateException when it is not to be trusted
   */
  protected abstract void judge(X509Certificate[] chain, String type, SSLSocket socket)
      throws CertificateException;

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    if (!(socket instanceof SSLSocket secure)) {
      throw nobodyDialled();
    }
    judge(chain, type, secure);
    PeerName.check(chain[0], secure.getHandshakeSession().getPeerHost());
  }

  @Override
  public final void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    throw nobodyDialled();
  }

  @Override
  public final void checkServerTrusted(X509Certificate[] chain, String type)
      throws CertificateException {
    throw nobodyDialled();
  }

  /**
   * The JDK's judge of what these have issued.
   *
   * @param authorities null for those that the JDK trusts
   */
  protected static X509ExtendedTrustManager judgeBy(@Nullable KeyStore authorities)
      throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(authorities);
    for (TrustManager manager : factory.getTrustManagers()) {
      if (manager instanceof X509ExtendedTrustManager judge) {
        return judge;
      }
    }
    throw new GeneralSecurityException("this Java has no trust manager for X.509");
  }

  /** Certificates as the JDK's judge takes them. */
  protected static KeyStore store(Collection<? extends Certificate> authorities)
      throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    for (Certificate one : authorities) {
      store.setCertificateEntry("ca" + store.size(), one);
    }
    return store;
  }

  private static CertificateException nobodyDialled() {
    return new CertificateException("nobody was dialled, whose name it could be");
  }

  @Override
  public final void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    throw nobodyAsks();
  }

  @Override
  public final void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    throw nobodyAsks();
  }

  @Override
  public final void checkClientTrusted(X509Certificate[] chain, String type)
      throws CertificateException {
    throw nobodyAsks();
  }

  private static CertificateException nobodyAsks() {
    return new CertificateException("this side of the connection is no server");
  }
}
