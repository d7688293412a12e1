package dev.nodeready.join;

import dev.nodeready.api.Pem;
import dev.nodeready.api.Who;
import java.io.IOException;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The client certificate that kubelet was issued, as it lies on disk.
 *
 * @param user whom it is for, such as {@code system:node:NAME}
 */
public record ClientCertificate(String user, Instant expires) {
  private static final Pattern COMMON_NAME = Pattern.compile("(?:^|,)CN=([^,]*)");

  /** The one that is there; empty where none is, or none that can be read. */
  public static Optional<ClientCertificate> of(KubeletPlace place) {
    try {
      String pem = Files.readString(place.root().behindLink(place.certificate()));
      List<X509Certificate> chain = Pem.certificates(pem);
      return chain.isEmpty() ? Optional.empty() : Optional.of(of(chain.getFirst()));
    } catch (IOException | GeneralSecurityException e) {
      return Optional.empty();
    }
  }

  private static ClientCertificate of(X509Certificate certificate) {
    Matcher name = COMMON_NAME.matcher(certificate.getSubjectX500Principal().getName());
    return new ClientCertificate(
        name.find() ? name.group(1) : "", certificate.getNotAfter().toInstant());
  }

  /** Whether it is for a node of another name, as on a disk that was cloned. */
  public boolean isOfAnotherNode(String name) {
    return user.startsWith(Who.NODE) && !user.equals(Who.NODE + name);
  }
}
