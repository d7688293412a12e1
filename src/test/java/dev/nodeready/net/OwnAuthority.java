package dev.nodeready.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A certificate authority of the test's own, with one server that it vouches for. */
public final class OwnAuthority {
  private static final char[] PASSWORD = "changeit".toCharArray();

  private final Path store;
  private final Path bundle;

  /**
   * Makes the authority.
   *
   * @param names of the server, such as {@code dns:localhost,ip:127.0.0.1}
   */
  public OwnAuthority(Path folder, String names) throws IOException, InterruptedException {
    store = folder.resolve("server.p12");
    bundle = folder.resolve("own-ca.pem");
    keytool("-genkeypair", "-keyalg", "EC", "-dname", "CN=own", "-ext", "san=" + names);
    keytool("-exportcert", "-rfc", "-file", bundle.toString());
  }

  /** What to trust, as PEM. */
  public Path bundle() {
    return bundle;
  }

  /** Where its server listens. */
  public ServerSocket serverSocket(InetAddress address, int port)
      throws IOException, GeneralSecurityException {
    return context().getServerSocketFactory().createServerSocket(port, 50, address);
  }

  private SSLContext context() throws IOException, GeneralSecurityException {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD);
    }
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }

  private void keytool(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments));
    command.addAll(
        List.of("-alias", "own", "-keystore", store.toString(), "-storepass", "changeit"));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).describedAs(said).isZero();
  }
}
