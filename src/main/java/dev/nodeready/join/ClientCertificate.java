package dev.nodeready.join;

import dev.nodeready.api.Kubeconfig;
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
 * A client certificate of kubelet's, as it lies on disk.
 *
 * @param user whom it is for, such as {@code system:node:NAME}
 */
public record ClientCertificate(String user, Instant begins, Instant expires) {
  private static final Pattern COMMON_NAME = Pattern.compile("(?:^|,)CN=([^,]*)");

  /** The one that it was issued; empty where there is none, or none that can be read. */
  public static Optional<ClientCertificate> of(KubeletPlace place) {
    try {
      return in(Files.readString(place.root().behindLink(place.certificate())));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * What it shows the API server, whoever issued it; empty where it shows none.
   *
   * @throws dev.nodeready.failure.FailureException with code {@code JOIN_KUBECONFIG}
   */
  public static Optional<Kubeconfig.Material> given(KubeletPlace place) {
    return !place.kubeconfig().isEmpty()
            && Kubeconfig.read(place.root(), place.kubeconfig()).user()
                instanceof Kubeconfig.User.Certificate given
        ? Optional.of(given.certificate())
        : Optional.empty();
  }

  /** The first of some PEM; empty where there is none, or none that can be read. */
  public static Optional<ClientCertificate> in(String pem) {
    try {
      List<X509Certificate> chain = Pem.certificates(pem);
      return chain.isEmpty() ? Optional.empty() : Optional.of(of(chain.getFirst()));
    } catch (GeneralSecurityException e) {
      return Optional.empty();
    }
  }

  private static ClientCertificate of(X509Certificate certificate) {
    Matcher name = COMMON_NAME.matcher(certificate.getSubjectX500Principal().getName());
    return new ClientCertificate(
        name.find() ? name.group(1) : "",
        certificate.getNotBefore().toInstant(),
        certificate.getNotAfter().toInstant());
  }

  /** Whether it is for a node of another name, as on a disk that was cloned. */
  public boolean isOfAnotherNode(String name) {
    return user.startsWith(Who.NODE) && !user.equals(Who.NODE + name);
  }
}
