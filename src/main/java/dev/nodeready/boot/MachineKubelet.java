package dev.nodeready.boot;

import dev.nodeready.join.KubeletPlace;
import dev.nodeready.kubelet.KubeletPaths;
import dev.nodeready.supervise.Daemon;
import dev.nodeready.watch.NodePlace;
import dev.nodeready.watch.Stamps;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** kubelet of a machine that is watched; how it joins is found out again when a file is new. */
final class MachineKubelet implements NodePlace {
  /** What says how it joins, beside the configuration that a boot has kept. */
  private static final List<String> FILES =
      List.of(KubeletPaths.ENVIRONMENT, KubeletPaths.CONFIG, KubeletPaths.DROP_IN, "/etc/hostname");

  private final BootOptions options;
  private final List<Path> files = new ArrayList<>();
  private final Stamps stamps = new Stamps();
  private @Nullable KubeletPlace place;

  MachineKubelet(BootOptions options) {
    this.options = options;
    FILES.forEach(file -> files.add(options.root().at(file)));
    Path cache = options.cache();
    if (cache != null) {
      files.add(cache);
    }
  }

  @Override
  public KubeletPlace find() throws InterruptedException {
    if (stamps.renew(files)) {
      place = null;
    }
    if (place == null) {
      place = found();
    }
    return place;
  }

  private KubeletPlace found() throws InterruptedException {
    try (KnownNode node = KnownNode.of(options)) {
      return KubeletPlace.known(
          options.root(), node.pass().inputs.environment(Daemon.KUBELET.program()));
    }
  }
}
