package dev.nodeready.api;

import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Why the certificate that a server showed does not prove that it is our API server. */
final class ServerCertificate {
  /** Clocks that differ by more are no accident of a second. */
  private static final Duration SKEW = Duration.ofMinutes(1);

  private static final int DNS = 2;
  private static final int IP = 7;

  private final Kubeconfig config;
  private final List<X509Certificate> shown;
  private final Instant now;

  ServerCertificate(Kubeconfig config, List<X509Certificate> shown, Instant now) {
    this.config = config;
    this.shown = shown;
    this.now = now;
  }

  /** Whether it has ended or not begun by this node's clock. */
  boolean isOutOfTime() {
    return own().getNotAfter().toInstant().isBefore(now)
        || own().getNotBefore().toInstant().isAfter(now);
  }

  /**
   * It has ended or not begun.
   *
   * @param server what time it is for the server; null where that is not known
   */
  Failure outOfTime(@Nullable Instant server) {
    boolean ended = own().getNotAfter().toInstant().isBefore(now);
    boolean clocksDiffer =
        server != null && Duration.between(now, server).abs().compareTo(SKEW) > 0;
    String happened =
        "its certificate (%s) %s by this node's clock, %s; %s"
            .formatted(
                own().getSubjectX500Principal(),
                ended
                    ? "ended at " + own().getNotAfter().toInstant()
                    : "begins only at " + own().getNotBefore().toInstant(),
                seconds(now),
                server == null
                    ? "the server's is not known"
                    : "the server's is " + seconds(server));
    return failure(
        ended ? Code.JOIN_CERTIFICATE_EXPIRED : Code.JOIN_CERTIFICATE_NOT_YET_VALID,
        happened,
        clocksDiffer
            ? "set this node's clock: timedatectl; chronyc tracking"
            : "renew the API server's certificate, or wait for its time; its dates: curl -kv "
                + config.server());
  }

  /** Another reason, as the JDK has it. */
  Failure refused(String words) {
    if (words.contains("No subject alternative") || words.contains("No name matching")) {
      return failure(
          Code.JOIN_CERTIFICATE_NAME,
          "its certificate is for %s, not for %s".formatted(names(), host()),
          Code.JOIN_CERTIFICATE_NAME.remedy());
    }
    return failure(
        Code.JOIN_CA_WRONG,
        "its certificate (%s) is issued by %s, which %s does not vouch for%s%s"
            .formatted(own().getSubjectX500Principal(), issuer(), place(), held(), reason(words)),
        Code.JOIN_CA_WRONG.remedy("FILE", place()));
  }

  private X509Certificate own() {
    return shown.getFirst();
  }

  private String host() {
    return config.serverName().isEmpty() ? config.server().getHost() : config.serverName();
  }

  private String place() {
    return config.authority().place().isEmpty() ? "this machine" : config.authority().place();
  }

  /** With its fingerprint where the server shows it: authorities of one name may be different. */
  private String issuer() {
    X509Certificate last = shown.getLast();
    return shown.size() > 1 ? described(last) : own().getIssuerX500Principal().toString();
  }

  /** All that a machine trusts is too much to tell. */
  private String held() {
    return config.authority().place().isEmpty() ? "" : " (it holds " + authorities() + ")";
  }

  private String authorities() {
    try {
      List<String> held = new ArrayList<>();
      for (X509Certificate one : Pem.certificates(config.authority().pem())) {
        held.add(described(one));
      }
      return held.isEmpty() ? "none" : String.join(", ", held);
    } catch (GeneralSecurityException e) {
      return "what cannot be read";
    }
  }

  private static String described(X509Certificate one) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(one.getEncoded());
      return one.getSubjectX500Principal()
          + " sha256:"
          + HexFormat.of().formatHex(digest, 0, 8)
          + "…";
    } catch (GeneralSecurityException e) {
      return one.getSubjectX500Principal().toString();
    }
  }

  private String names() {
    List<String> names = new ArrayList<>();
    try {
      Collection<List<?>> alternatives = own().getSubjectAlternativeNames();
      if (alternatives != null) {
        for (List<?> name : alternatives) {
          if (name.getFirst().equals(DNS) || name.getFirst().equals(IP)) {
            names.add(String.valueOf(name.get(1)));
          }
        }
      }
    } catch (CertificateParsingException e) {
      return "names that cannot be read";
    }
    return names.isEmpty() ? "no name" : String.join(", ", names);
  }

  /** The JDK's reason, where it says more than that there is no way from the one to the other. */
  private static String reason(String words) {
    return words.contains("unable to find valid certification path")
        ? ""
        : ": "
            + words
                .replaceFirst("^TLS failed: *", "")
                .replaceFirst("\\(certificate_unknown\\) *", "");
  }

  private static Instant seconds(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS);
  }

  private Failure failure(Code code, String happened, String remedy) {
    return Failure.passing(code, "trust the API server " + config.server(), happened, remedy);
  }
}
