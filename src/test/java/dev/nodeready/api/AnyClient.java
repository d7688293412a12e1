package dev.nodeready.api;

import java.security.cert.X509Certificate;
import javax.net.ssl.X509TrustManager;

/** A server's trust in whatever certificate a client shows, as kube-apiserver's TLS has it. */
final class AnyClient implements X509TrustManager {
  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type) {}

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type) {}

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }
}
