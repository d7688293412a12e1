package dev.nodeready.api;

import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import dev.nodeready.failure.FailureException;
import dev.nodeready.failure.Words;
import dev.nodeready.host.Root;
import java.io.IOException;
import java.net.URI;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the current context of a kubeconfig says: whom to ask, whom to trust, who we are. The format
 * is that of {@code k8s.io/client-go/tools/clientcmd/api/v1}; only what a kubelet can be given is
 * read.
 *
 * @param file where it stands on the machine
 * @param server the API server
 * @param serverName what the server's certificate has to say instead of the host; empty for the
 *     host
 * @param insecure whether any certificate will do
 * @param authority the certificates that are trusted
 * @param proxy the proxy of this cluster; null for the environment's
 * @param user who we are
 */
public record Kubeconfig(
    String file,
    URI server,
    String serverName,
    boolean insecure,
    Material authority,
    @Nullable URI proxy,
    User user) {
  /**
   * Certificates or keys as PEM.
   *
   * @param place where it stands, for messages; empty where there is none
   */
  public record Material(String place, String pem) {
    static final Material NONE = new Material("", "");
  }

  /** Who we are to the API server. */
  public sealed interface User {
    /** Nobody: the API server calls it {@code system:anonymous}. */
    record Anonymous() implements User {}

    /** Whose certificate the API server trusts. */
    record Certificate(Material certificate, Material key) implements User {}

    /**
     * Who holds a token.
     *
     * @param place where it stands, for messages
     */
    record Token(String place, String token) implements User {}

    /**
     * Whoever a program says, by {@code client.authentication.k8s.io}.
     *
     * @param environment beside the process's own
     */
    record Exec(
        String apiVersion,
        String command,
        List<String> arguments,
        Map<String, String> environment,
        boolean clusterInfo)
        implements User {}
  }

  /** Whether its credentials are any at a time: a certificate ends. */
  public boolean usableAt(Instant time) {
    if (!(user instanceof User.Certificate given)) {
      return true;
    }
    try {
      List<X509Certificate> chain = Pem.certificates(given.certificate().pem());
      return !chain.isEmpty() && chain.getFirst().getNotAfter().toInstant().isAfter(time);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  /** The same cluster, asked by nobody: for what runs no program and tells no secret. */
  public Kubeconfig asNobody() {
    return new Kubeconfig(
        file, server, serverName, insecure, authority, proxy, new User.Anonymous());
  }

  /**
   * Reads a kubeconfig.
   *
   * @param root below which it and all that it names lie
   * @param file its path on the machine
   * @throws FailureException with code {@code JOIN_KUBECONFIG}
   */
  public static Kubeconfig read(Root root, String file) {
    try {
      return new KubeconfigReader(root, file).read();
    } catch (NoSuchFileException e) {
      throw unusable(file, "there is no " + root.nameOf(Path.of(String.valueOf(e.getFile()))), e);
    } catch (IOException | IllegalArgumentException e) {
      throw unusable(file, Words.of(e), e);
    }
  }

  private static FailureException unusable(String file, String why, Exception cause) {
    return Failure.passing(Code.JOIN_KUBECONFIG, "read the kubeconfig " + file, why)
        .asException(cause);
  }
}
