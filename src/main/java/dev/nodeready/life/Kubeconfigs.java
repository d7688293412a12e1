package dev.nodeready.life;

import dev.nodeready.identity.Identity;
import dev.nodeready.kubelet.KubeletPaths;
import dev.nodeready.node.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/**
 * The kubeconfig that kubelet has written when it was issued its certificate. Ours goes with our
 * files, and one that somebody else has put there stays.
 */
record Kubeconfigs(Site site) implements Part {
  /** Where kubelet keeps the certificate, and nobody else. */
  private static final String KUBELETS = "kubelet-client-current.pem";

  @Override
  public Found look() {
    Manifest manifest = new Manifest(site.root());
    List<Removal> goes = new ArrayList<>();
    List<String> stays = new ArrayList<>();
    for (Identity.Left left : Identity.KUBECONFIG.leftIn(site.root())) {
      String path = left.path();
      if (path.equals(KubeletPaths.KUBECONFIG) && isKubelets(path)) {
        goes.add(Traces.removal(site.root(), path));
      } else if (!manifest.wrote(path)) {
        stays.add(path + " stays, since neither kubelet nor nodeready has written it");
      }
    }
    return new Found(goes, stays, List.of());
  }

  private boolean isKubelets(String path) {
    try {
      return Files.readString(site.root().at(path)).contains(KUBELETS);
    } catch (IOException e) {
      return false;
    }
  }
}
