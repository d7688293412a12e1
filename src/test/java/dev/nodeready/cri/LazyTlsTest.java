package dev.nodeready.cri;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That the way round gRPC's start-up cost costs nobody the check of a certificate. */
class LazyTlsTest {
  private static final char[] PASSWORD = "changeit".toCharArray();

  @TempDir Path folder;

  @Test
  void a_certificate_of_nobody_is_still_refused() throws Exception {
    LazyTls.install();
    HttpsServer server = server();
    try {
      URI uri = URI.create("https://localhost:" + server.getAddress().getPort() + "/");
      assertThatThrownBy(() -> get(SSLContext.getDefault(), uri))
          .isInstanceOf(SSLHandshakeException.class)
          .hasMessageContaining("PKIX");
      assertThat(get(trusting(), uri)).isEqualTo(404);
    } finally {
      server.stop(0);
    }
  }

  @Test
  void the_default_offers_what_the_true_default_offers() throws Exception {
    LazyTls.install();
    SSLContext real = SSLContext.getInstance("Default");
    SSLContext lazy = SSLContext.getDefault();
    assertThat(lazy.getDefaultSSLParameters().getProtocols())
        .isEqualTo(real.getDefaultSSLParameters().getProtocols());
    assertThat(lazy.getSupportedSSLParameters().getCipherSuites())
        .isEqualTo(real.getSupportedSSLParameters().getCipherSuites());
    assertThat(lazy.createSSLEngine("localhost", 1).getPeerPort()).isEqualTo(1);
  }

  private static int get(SSLContext context, URI uri) throws Exception {
    try (HttpClient client = HttpClient.newBuilder().sslContext(context).build()) {
      return client
          .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.discarding())
          .statusCode();
    }
  }

  private HttpsServer server() throws Exception {
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(store(), PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    HttpsServer server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context));
    server.start();
    return server;
  }

  private SSLContext trusting() throws Exception {
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(store());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  private KeyStore store() throws Exception {
    Path file = folder.resolve("keys");
    if (!Files.exists(file)) {
      var made =
          PrivateContainerd.run(
              Duration.ofMinutes(1),
              List.of(
                  Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                  "-genkeypair",
                  "-alias",
                  "a",
                  "-keyalg",
                  "EC",
                  "-dname",
                  "CN=localhost",
                  "-ext",
                  "san=dns:localhost",
                  "-storepass",
                  "changeit",
                  "-keystore",
                  file.toString()));
      assertThat(made.exitCode()).as(made.output()).isZero();
    }
    return KeyStore.getInstance(file.toFile(), PASSWORD);
  }
}
