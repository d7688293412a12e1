package dev.nodeready.net;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.nodeready.failure.Words;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trusts the authorities of a bundle. To read all whom a machine trusts takes 100 ms of a cold
 * process, so those are read first that a server's certificates name. That is a choice among the
 * trusted alone: the JDK judges by it, and where it does not do, by the whole bundle.
 */
final class BundleTrust extends DialledTrust {
  private static final Logger LOG = LoggerFactory.getLogger(BundleTrust.class);
  private static final String BEGIN = "-----BEGIN CERTIFICATE-----";
  private static final String END = "-----END CERTIFICATE-----";

  private final Path file;
  private final byte[] bundle;

  /** Each certificate's bytes, a character for each, so that they can be searched. */
  private final List<String> unread;

  private @Nullable X509ExtendedTrustManager whole;

  private BundleTrust(Path file, byte[] bundle) {
    this.file = file;
    this.bundle = bundle;
    unread = blocks(new String(bundle, ISO_8859_1));
  }

  /**
   * Trusts a bundle.
   *
   * @param file in PEM, or what else the JDK reads
   * @throws GeneralSecurityException when it holds no certificate
   */
  static BundleTrust in(Path file) throws IOException, GeneralSecurityException {
    BundleTrust trust = new BundleTrust(file, Files.readAllBytes(file));
    if (trust.unread.isEmpty()) {
      X509ExtendedTrustManager _ = trust.whole();
    }
    return trust;
  }

  /** Trusts the first bundle that is there and holds a certificate; empty where none does. */
  static Optional<BundleTrust> firstOf(List<Path> files) {
    for (Path file : files) {
      try {
        return Optional.of(in(file));
      } catch (IOException | GeneralSecurityException e) {
        LOG.debug("No certificate authorities from {}: {}", file, Words.of(e));
      }
    }
    return Optional.empty();
  }

  /** Only what Go's programs read too: a block that is commented out trusts nobody. */
  private static List<String> blocks(String pem) {
    List<String> blocks = new ArrayList<>();
    for (int begin = next(pem, 0); begin >= 0; begin = next(pem, begin + 1)) {
      int end = pem.indexOf(END, begin);
      if (end < 0) {
        return blocks;
      }
      try {
        blocks.add(decoded(pem.substring(begin + BEGIN.length(), end)));
      } catch (IllegalArgumentException e) {
        LOG.debug("A block of the bundle is passed over: {}", Words.of(e));
      }
    }
    return blocks;
  }

  /** Where the next block begins, at the begin of a line; negative where none does. */
  private static int next(String pem, int from) {
    int begin = pem.indexOf(BEGIN, from);
    while (begin > 0 && pem.charAt(begin - 1) != '\n' && pem.charAt(begin - 1) != '\r') {
      begin = pem.indexOf(BEGIN, begin + 1);
    }
    return begin;
  }

  private static String decoded(String base64) {
    StringBuilder plain = new StringBuilder(base64.length());
    base64.lines().forEach(line -> plain.append(line.strip()));
    return new String(Base64.getDecoder().decode(plain.toString()), ISO_8859_1);
  }

  @Override
  protected void judge(X509Certificate[] chain, String type, SSLSocket socket)
      throws CertificateException {
    if (!isTrustedByNamed(chain, type, socket)) {
      wholeFor(chain).checkServerTrusted(chain, type, socket);
    }
  }

  private boolean isTrustedByNamed(X509Certificate[] chain, String type, SSLSocket socket) {
    List<String> named = namedBy(chain);
    try {
      if (!named.isEmpty()) {
        trusting(read(named)).checkServerTrusted(chain, type, socket);
      }
      return !named.isEmpty();
    } catch (IOException | GeneralSecurityException e) {
      LOG.debug("The authorities that were named do not do: {}", Words.of(e));
      return false;
    }
  }

  /** Those in whose bytes a name of the chain is found, as subject most likely. */
  private List<String> namedBy(X509Certificate[] chain) {
    Set<String> names = new HashSet<>();
    for (X509Certificate one : chain) {
      names.add(new String(one.getIssuerX500Principal().getEncoded(), ISO_8859_1));
      names.add(new String(one.getSubjectX500Principal().getEncoded(), ISO_8859_1));
    }
    List<String> named = new ArrayList<>();
    for (String one : unread) {
      if (holdsAny(one, names)) {
        named.add(one);
      }
    }
    return named;
  }

  private static boolean holdsAny(String certificate, Set<String> names) {
    for (String name : names) {
      if (certificate.contains(name)) {
        return true;
      }
    }
    return false;
  }

  /** As in Go, one that cannot be read is passed over. */
  private static List<Certificate> read(List<String> certificates) throws CertificateException {
    CertificateFactory factory = CertificateFactory.getInstance("X.509");
    List<Certificate> read = new ArrayList<>();
    for (String one : certificates) {
      try {
        read.add(factory.generateCertificate(new ByteArrayInputStream(one.getBytes(ISO_8859_1))));
      } catch (CertificateException e) {
        LOG.debug("A certificate of the bundle is passed over: {}", Words.of(e));
      }
    }
    return read;
  }

  private X509ExtendedTrustManager wholeFor(X509Certificate[] chain) throws CertificateException {
    try {
      return whole();
    } catch (IOException | GeneralSecurityException e) {
      throw new CertificateException(
          "nobody in %s vouches for %s: %s"
              .formatted(file, chain[0].getSubjectX500Principal(), Words.of(e)),
          e);
    }
  }

  private synchronized X509ExtendedTrustManager whole()
      throws IOException, GeneralSecurityException {
    if (whole == null) {
      whole = trusting(all());
    }
    return whole;
  }

  /** By the JDK, which reads more than PEM, but nothing of a bundle that is broken in one place. */
  private Collection<? extends Certificate> all() throws CertificateException {
    try {
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      return factory.generateCertificates(new ByteArrayInputStream(bundle));
    } catch (CertificateException e) {
      LOG.debug("The bundle is broken in some place: {}", Words.of(e));
      return read(unread);
    }
  }

  private static X509ExtendedTrustManager trusting(Collection<? extends Certificate> authorities)
      throws IOException, GeneralSecurityException {
    if (authorities.isEmpty()) {
      throw new CertificateException("it holds no certificate that can be read");
    }
    return judgeBy(store(authorities));
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    try {
      return whole().getAcceptedIssuers();
    } catch (IOException | GeneralSecurityException e) {
      return new X509Certificate[0];
    }
  }
}
