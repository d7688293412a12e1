package dev.nodeready.doctor;

import dev.nodeready.catalogue.Code;
import dev.nodeready.containerd.EffectiveConfig;
import dev.nodeready.containerd.RegistryHosts;
import dev.nodeready.cri.DumpedConfig;
import dev.nodeready.cri.ImageReference;
import dev.nodeready.doctor.Check.Need;
import dev.nodeready.failure.Words;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Whether the mirrors that are configured for the sandbox image's registry accept connections. */
final class MirrorCheck {
  private static final int PATIENCE_MILLIS = 1500;
  private static final int MOST = 4;

  private MirrorCheck() {}

  static Check check() {
    return new Check(
        "mirrors of the sandbox image's registry",
        Set.of(Code.IMAGE_MIRROR_DEAD),
        Need.NOTHING,
        MirrorCheck::look);
  }

  private static Looked look(Patient patient) throws IOException, InterruptedException {
    Optional<EffectiveConfig> config = patient.installed().effective();
    String image = DumpedConfig.parse(patient.installed().dump().text()).sandboxImage();
    if (config.isEmpty() || image.isEmpty() || ImageReference.isLocal(image)) {
      return Looked.not("nothing tells the sandbox image's registry");
    }
    String host = ImageReference.host(image);
    List<Finding> found = new ArrayList<>();
    List<URI> mirrors = RegistryHosts.of(patient.root(), config.get()).mirrors(host);
    for (URI mirror : mirrors.subList(0, Math.min(MOST, mirrors.size()))) {
      String trouble = trouble(mirror);
      if (!trouble.isEmpty()) {
        found.add(
            Finding.warning(
                Code.IMAGE_MIRROR_DEAD,
                Confidence.SEEN,
                "the mirror %s of %s does not answer".formatted(mirror, host),
                Evidence.of(mirror.toString(), trouble)));
      }
    }
    return Looked.found(found);
  }

  private static String trouble(URI mirror) {
    boolean plain = "http".equals(mirror.getScheme());
    int port = mirror.getPort() > 0 ? mirror.getPort() : plain ? 80 : 443;
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(mirror.getHost(), port), PATIENCE_MILLIS);
      return "";
    } catch (IOException e) {
      return Words.of(e);
    }
  }
}
