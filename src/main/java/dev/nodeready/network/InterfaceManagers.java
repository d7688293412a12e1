package dev.nodeready.network;

import dev.nodeready.failure.FailureException;
import dev.nodeready.failure.Words;
import dev.nodeready.host.FileStore;
import dev.nodeready.host.RenderedFile;
import dev.nodeready.host.Root;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who manages which interface, kept per instance, where nodeadm's users look for it: systemd those
 * that came before the node was set up, the CNI plugin all later ones. What was decided once holds.
 */
public final class InterfaceManagers {
  /** systemd-networkd manages it. */
  public static final String SYSTEMD = "io.systemd.Network";

  /** The CNI plugin does. */
  public static final String CNI = "cni";

  private static final Logger LOG = LoggerFactory.getLogger(InterfaceManagers.class);
  private static final String FOLDER = "/etc/eks/nodeadm/udev-net-manager/";

  private final Root root;
  private final String folder;

  /** Those of one instance. */
  public InterfaceManagers(Root root, String instanceId) {
    this.root = root;
    folder = FOLDER + instanceId;
  }

  /** The manager of an interface; decided and kept where nobody has decided yet. */
  public String of(String name) {
    String kept = kept(root.at(folder).resolve(name));
    if (!kept.isEmpty()) {
      return kept;
    }
    String manager = Files.exists(root.at(Marker.PATH)) ? CNI : SYSTEMD;
    try {
      boolean _ = new FileStore(root).apply(RenderedFile.text(folder + "/" + name, manager));
    } catch (FailureException e) {
      // The interface has to work all the same; a restart may decide otherwise.
      LOG.warn("{}", e.failure().toLine());
    }
    return manager;
  }

  /** The interfaces that systemd manages. */
  public List<String> bySystemd() {
    Path place = root.at(folder);
    if (!Files.isDirectory(place)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(place)) {
      return all.filter(file -> kept(file).equals(SYSTEMD))
          .map(file -> String.valueOf(file.getFileName()))
          .sorted()
          .toList();
    } catch (IOException e) {
      LOG.warn("cannot list {}: {}", place, Words.of(e));
      return List.of();
    }
  }

  private static String kept(Path file) {
    try {
      return Files.isRegularFile(file) ? Files.readString(file).strip() : "";
    } catch (IOException e) {
      LOG.warn("cannot read {}: {}", file, Words.of(e));
      return "";
    }
  }
}
