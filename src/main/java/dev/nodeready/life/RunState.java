package dev.nodeready.life;

import dev.nodeready.identity.Identity;
import dev.nodeready.network.Marker;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What a boot leaves in memory: its status, the gates that other units look at, the cached
 * configuration, and the line between the interfaces of systemd and of the network plugin.
 */
record RunState(Site site) implements Part {
  private static final String FOLDER = "/run/nodeready";

  /** Not the locks, one of which is held, nor the setup of disks, nor daemons that run on. */
  private static final String GATES = "{*.done,*.failed,kubelet.pid}";

  @Override
  public Found look() {
    Stream<String> known =
        Stream.of(Identity.STATUS, Identity.CACHED_CONFIG)
            .flatMap(kind -> kind.leftIn(site.root()).stream())
            .map(Identity.Left::path);
    Stream<String> marker =
        Stream.of(Marker.PATH).filter(path -> Files.exists(site.root().at(path)));
    return new Found(
        Stream.of(known, gates().stream(), marker)
            .flatMap(paths -> Traces.removals(site.root(), paths))
            .toList());
  }

  private SortedSet<String> gates() {
    SortedSet<String> paths = new TreeSet<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(site.root().at(FOLDER), GATES)) {
      files.forEach(file -> paths.add(FOLDER + "/" + file.getFileName()));
    } catch (IOException | DirectoryIteratorException e) {
      // No boot since the machine's start.
      return paths;
    }
    return paths;
  }
}
