package dev.nodeready.life;

import dev.nodeready.host.Root;
import dev.nodeready.host.Trees;
import dev.nodeready.identity.Identity;
import java.util.List;
import java.util.stream.Stream;

/** What lies at the paths of some kinds of identity, and goes as it is. */
record Traces(Site site, List<Identity> kinds) implements Part {
  Traces(Site site, Identity... kinds) {
    this(site, List.of(kinds));
  }

  @Override
  public Found look() {
    return new Found(
        kinds.stream()
            .flatMap(kind -> kind.leftIn(site.root()).stream())
            .map(left -> removal(site.root(), left.path()))
            .toList());
  }

  /** All that is there of some paths. */
  static Stream<Removal> removals(Root root, Stream<String> paths) {
    return paths.map(path -> removal(root, path));
  }

  /** Removes what lies at a path, unless a volume is mounted there. */
  static Removal removal(Root root, String path) {
    return new Removal(
        Removal.How.REMOVE,
        path,
        () -> {
          Mounts.refuse(root, path);
          Trees.remove(root.at(path));
        });
  }
}
