package dev.nodeready.api;

import dev.nodeready.net.DialledTrust;
import dev.nodeready.net.Tls;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Trusts what one cluster's authorities have issued to who was dialled, and keeps what it showed,
 * so that one can tell what was wrong with it. One that is trusted itself has to be in its time all
 * the same: the JDK would not look, and Go's clients do.
 */
final class ServerTrust extends DialledTrust {
  private final @Nullable X509ExtendedTrustManager judge;
  private volatile List<X509Certificate> shown = List.of();

  private ServerTrust(@Nullable X509ExtendedTrustManager judge) {
    this.judge = judge;
  }

  /** Trusts these authorities; those of the machine where there are none, as kubelet does. */
  static ServerTrust in(List<X509Certificate> authorities)
      throws IOException, GeneralSecurityException {
    return new ServerTrust(
        authorities.isEmpty() ? Tls.machinesJudge() : judgeBy(store(authorities)));
  }

  /** Takes whatever it is shown: only to look at it, or where the kubeconfig says so. */
  static ServerTrust inAnybody() {
    return new ServerTrust(null);
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
      super.checkServerTrusted(chain, type, socket);
    }
  }

  @Override
  protected void judge(X509Certificate[] chain, String type, SSLSocket socket)
      throws CertificateException {
    chain[0].checkValidity();
    if (judge != null) {
      judge.checkServerTrusted(chain, type, socket);
    }
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return judge == null ? new X509Certificate[0] : judge.getAcceptedIssuers();
  }
}
