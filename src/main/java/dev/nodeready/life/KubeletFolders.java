package dev.nodeready.life;

import dev.nodeready.host.Root;
import dev.nodeready.host.Trees;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.util.List;

/** The folders that kubelet has made, once nothing is in them any more. */
record KubeletFolders(Site site) implements Part {
  private static final String HOME = "/var/lib/kubelet/";
  private static final List<String> NAMES =
      List.of(
          "pods",
          "plugins",
          "plugins_registry",
          "pod-resources",
          "device-plugins",
          "checkpoints",
          "pki");

  @Override
  public Found look() {
    return new Found(
        NAMES.stream()
            .map(name -> HOME + name)
            .filter(path -> isFolder(site.root(), path))
            .map(this::removal)
            .toList());
  }

  private Removal removal(String path) {
    return new Removal(
        Removal.How.REMOVE,
        path,
        () -> {
          boolean _ = Trees.removeIfEmpty(site.root().at(path));
        },
        Removal.Weight.NONE);
  }

  private static boolean isFolder(Root root, String path) {
    return Files.isDirectory(root.at(path), LinkOption.NOFOLLOW_LINKS);
  }
}
