package dev.nodeready.net;

import dev.nodeready.failure.Words;
import dev.nodeready.net.CallException.Stage;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Encrypts connections. It trusts who the environment says, else who the machine trusts, so that a
 * certificate authority added to the machine counts as it does for the node's Go programs, else who
 * the JDK trusts.
 */
public final class Tls {
  private static final Logger LOG = LoggerFactory.getLogger(Tls.class);
  private static final List<String> VARIABLES = List.of("AWS_CA_BUNDLE", "SSL_CERT_FILE");
  private static final List<Path> OF_MACHINE =
      List.of(
          Path.of("/etc/pki/tls/certs/ca-bundle.crt"),
          Path.of("/etc/ssl/certs/ca-certificates.crt"));

  private final Map<String, String> environment;
  private final List<Path> ofMachine;

  /**
   * Offered first. For P-256 beside it the JDK would make a key at each handshake as well, and a
   * table of its curve, for 60 ms of a cold process.
   */
  private static final String[] QUICK = {"x25519"};

  private final String name;
  private @Nullable Trusting trusting;
  private volatile boolean quick = true;

  Tls(Map<String, String> environment, List<Path> ofMachine) {
    this(environment, ofMachine, null, "");
  }

  private Tls(
      Map<String, String> environment,
      List<Path> ofMachine,
      @Nullable Trusting trusting,
      String name) {
    this.environment = environment;
    this.ofMachine = ofMachine;
    this.trusting = trusting;
    this.name = name;
  }

  /**
   * Whom to trust.
   *
   * @param context that the factory is of; null for one of others
   * @param looksAtName whether the factory sees to it itself that a certificate is for its host
   */
  private record Trusting(
      SSLSocketFactory factory, @Nullable SSLContext context, boolean looksAtName) {}

  public static Tls of(Map<String, String> environment) {
    return new Tls(environment, OF_MACHINE);
  }

  /**
   * TLS of one's own making.
   *
   * @param factory decides whom to trust and who we are; that the certificate is for the host of
   *     the session is for it to see to
   * @param name that the other end has to prove instead of the one that was dialled; empty for none
   */
  public static Tls using(SSLSocketFactory factory, String name) {
    return new Tls(Map.of(), List.of(), new Trusting(factory, null, true), name);
  }

  /** Wraps a connected socket; the other end has to prove that it is {@code host}. */
  Socket wrap(Socket socket, String host, int port, Duration limit) throws IOException {
    Trusting trusted = trusting();
    SSLSocket secure =
        (SSLSocket)
            trusted.factory().createSocket(socket, name.isEmpty() ? host : name, port, true);
    SSLParameters parameters = secure.getSSLParameters();
    if (!trusted.looksAtName()) {
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
    }
    if (quick) {
      parameters.setNamedGroups(QUICK);
    }
    secure.setSSLParameters(parameters);
    secure.setSoTimeout((int) Math.max(1, limit.toMillis()));
    secure.startHandshake();
    return secure;
  }

  /**
   * Whether a handshake that failed may go well now: where it was not for a certificate, all that
   * the JDK knows is offered from now on. Who obeys FIPS 140 may not speak X25519.
   */
  boolean offersMoreAfter(SSLException failed) {
    boolean more = quick && !(failed.getCause() instanceof CertificateException);
    quick = quick && !more;
    return more;
  }

  /**
   * Finds whom to trust, and makes the first words of a handshake, which nobody gets: in a cold
   * process each takes its time. What is wrong is for the first call to tell.
   */
  void prepare() {
    try {
      SSLContext context = trusting().context();
      if (context != null) {
        greet(context);
      }
    } catch (IOException e) {
      LOG.debug("Nothing is prepared for TLS: {}", Words.of(e));
    }
  }

  private static void greet(SSLContext context) throws SSLException {
    SSLEngine engine = context.createSSLEngine("host.example", 443);
    engine.setUseClientMode(true);
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setNamedGroups(QUICK);
    engine.setSSLParameters(parameters);
    ByteBuffer words = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
    SSLEngineResult _ = engine.wrap(ByteBuffer.allocate(0), words);
  }

  /** Bundles are looked for once. */
  private synchronized Trusting trusting() throws CallException {
    if (trusting == null) {
      trusting = chosen();
    }
    return trusting;
  }

  private Trusting chosen() throws CallException {
    for (String variable : VARIABLES) {
      String bundle = environment.getOrDefault(variable, "");
      if (!bundle.isEmpty()) {
        try {
          return trusting(BundleTrust.in(Path.of(bundle)));
        } catch (IOException | GeneralSecurityException e) {
          throw new CallException(
              Stage.TLS, "%s %s is unusable: %s".formatted(variable, bundle, Words.of(e)), e);
        }
      }
    }
    Optional<BundleTrust> machines = BundleTrust.firstOf(ofMachine);
    try {
      return machines.isPresent()
          ? trusting(machines.get())
          : new Trusting((SSLSocketFactory) SSLSocketFactory.getDefault(), null, false);
    } catch (GeneralSecurityException e) {
      throw new CallException(Stage.TLS, "this Java has no TLS: " + Words.of(e), e);
    }
  }

  /** Judges by those whom the machine trusts, as its Go programs do; else by the JDK's. */
  public static X509ExtendedTrustManager machinesJudge() throws GeneralSecurityException {
    return machinesJudge(OF_MACHINE);
  }

  static X509ExtendedTrustManager machinesJudge(List<Path> bundles)
      throws GeneralSecurityException {
    Optional<BundleTrust> machines = BundleTrust.firstOf(bundles);
    return machines.isPresent() ? machines.get() : DialledTrust.judgeBy(null);
  }

  private static Trusting trusting(BundleTrust bundle) throws GeneralSecurityException {
    TrustManager[] trust = {bundle};
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust, null);
    return new Trusting(context.getSocketFactory(), context, true);
  }
}
