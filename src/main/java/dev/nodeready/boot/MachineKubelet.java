package dev.nodeready.boot;

import dev.nodeready.join.KubeletPlace;
import dev.nodeready.supervise.Daemon;
import dev.nodeready.watch.NodePlace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** kubelet of a machine that is watched; its variables are read again when the kept file is new. */
final class MachineKubelet implements NodePlace {
  private static final FileTime ABSENT = FileTime.fromMillis(0);

  private final BootOptions options;
  private Map<String, String> environment = Map.of();
  private @Nullable FileTime readAt;

  MachineKubelet(BootOptions options) {
    this.options = options;
  }

  @Override
  public KubeletPlace find() throws InterruptedException {
    return KubeletPlace.known(options.root(), environment());
  }

  private Map<String, String> environment() throws InterruptedException {
    FileTime kept = kept();
    if (!kept.equals(readAt)) {
      try (KnownNode node = KnownNode.of(options)) {
        environment = node.pass().inputs.environment(Daemon.KUBELET.program());
      }
      readAt = kept;
    }
    return environment;
  }

  private FileTime kept() {
    Path cache = options.cache();
    try {
      return cache == null ? ABSENT : Files.getLastModifiedTime(cache);
    } catch (IOException e) {
      return ABSENT;
    }
  }
}
