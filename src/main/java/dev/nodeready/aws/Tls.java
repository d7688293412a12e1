package dev.nodeready.aws;

import dev.nodeready.aws.CallException.Stage;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/** Encrypts connections, trusting {@code AWS_CA_BUNDLE} where it is set, else what the JDK does. */
final class Tls {
  private final String bundle;

  private Tls(String bundle) {
    this.bundle = bundle;
  }

  static Tls of(Map<String, String> environment) {
    return new Tls(environment.getOrDefault("AWS_CA_BUNDLE", ""));
  }

  /** Wraps a connected socket; the other end has to prove that it is {@code host}. */
  Socket wrap(Socket socket, String host, int port, int timeoutMillis) throws IOException {
    SSLSocket secure = (SSLSocket) factory().createSocket(socket, host, port, true);
    SSLParameters parameters = secure.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    secure.setSSLParameters(parameters);
    secure.setSoTimeout(timeoutMillis);
    secure.startHandshake();
    return secure;
  }

  private SSLSocketFactory factory() throws CallException {
    if (bundle.isEmpty()) {
      return (SSLSocketFactory) SSLSocketFactory.getDefault();
    }
    try (InputStream in = Files.newInputStream(Path.of(bundle))) {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      int number = 0;
      for (Certificate one : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        store.setCertificateEntry("ca" + number++, one);
      }
      return trusting(store).getSocketFactory();
    } catch (IOException | GeneralSecurityException e) {
      throw new CallException(Stage.TLS, "AWS_CA_BUNDLE " + bundle + " is unusable: " + e, e);
    }
  }

  private static SSLContext trusting(KeyStore store) throws GeneralSecurityException {
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }
}
