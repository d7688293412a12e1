package dev.nodeready.life;

import dev.nodeready.api.Pem;
import dev.nodeready.identity.Identity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The certificates that kubelet was issued, or made for itself. One that it found and serves with,
 * since somebody had put it there under the name that it would have taken, is not its own.
 */
record Certificates(Site site) implements Part {
  private static final String SERVING = "/var/lib/kubelet/pki/kubelet.crt";
  private static final String SERVING_KEY = "/var/lib/kubelet/pki/kubelet.key";

  /** Of the authority that kubelet makes for one certificate: the host's name and the time. */
  private static final Pattern SELF_MADE = Pattern.compile("CN=[^,]*-ca@[0-9]+");

  @Override
  public Found look() {
    boolean own = isSelfMade(site.root().at(SERVING));
    List<Removal> goes = new ArrayList<>();
    List<String> stays = new ArrayList<>();
    for (Identity.Left left : Identity.CERTIFICATES.leftIn(site.root())) {
      String path = left.path();
      if (own || !(path.equals(SERVING) || path.equals(SERVING_KEY))) {
        goes.add(Traces.removal(site.root(), path));
      } else {
        stays.add(path + " stays, since kubelet has not made it");
      }
    }
    return new Found(goes, stays, List.of());
  }

  /** The key goes after it, so that a key alone is the rest of a run that was cut off. */
  private static boolean isSelfMade(Path certificate) {
    if (!Files.exists(certificate)) {
      return true;
    }
    try {
      List<X509Certificate> chain = Pem.certificates(Files.readString(certificate));
      return !chain.isEmpty()
          && SELF_MADE.matcher(chain.getFirst().getIssuerX500Principal().getName()).find();
    } catch (IOException | GeneralSecurityException e) {
      return false;
    }
  }
}
