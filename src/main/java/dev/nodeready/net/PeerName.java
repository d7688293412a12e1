package dev.nodeready.net;

import java.net.InetAddress;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether a certificate is for the host that was dialled: by its subject alternative names alone,
 * as RFC 9525 has it, and kubelet. The JDK's own check first reads all authorities that it was
 * shipped with, to see whether this one is public: 50 ms of a cold process.
 */
public final class PeerName {
  private static final Integer DNS = 2;
  private static final Integer IP = 7;

  private PeerName() {}

  /**
   * Passes where the certificate is for the host.
   *
   * @param host a name, or an address without brackets
   * @throws CertificateException when it is for others, or for nobody
   */
  public static void check(X509Certificate certificate, String host) throws CertificateException {
    Collection<List<?>> names = certificate.getSubjectAlternativeNames();
    InetAddress address = address(host);
    if (names != null) {
      for (List<?> name : names) {
        String value = String.valueOf(name.get(1));
        if (address == null
            ? name.getFirst().equals(DNS) && matches(value, host)
            : name.getFirst().equals(IP) && address.equals(address(value))) {
          return;
        }
      }
    }
    throw new CertificateException(
        names == null
            ? "No subject alternative name is in it, and its common name does not count"
            : "No name matching " + host + " found");
  }

  private static @Nullable InetAddress address(String text) {
    try {
      return InetAddress.ofLiteral(text);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** A star stands for the whole first label, and never for a name in a top level domain. */
  private static boolean matches(String pattern, String name) {
    String host = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    if (!pattern.startsWith("*.")) {
      return pattern.equalsIgnoreCase(host);
    }
    String behind = pattern.substring(1);
    int dot = host.indexOf('.');
    return dot > 0 && behind.indexOf('.', 1) > 0 && host.substring(dot).equalsIgnoreCase(behind);
  }
}
