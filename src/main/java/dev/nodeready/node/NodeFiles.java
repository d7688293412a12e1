package dev.nodeready.node;

import dev.nodeready.host.RenderedFile;

/** What is known of the files of a node by their paths. */
final class NodeFiles {
  private NodeFiles() {}

  /** The digests that the node's files have to have. */
  static DigestList digests(DesiredNode node) {
    DigestList list = new DigestList();
    for (RenderedFile file : node.files()) {
      list.add(file.path(), Digests.of(file.content()));
    }
    return list;
  }

  /** Whether systemd has to be told when the file changes. */
  static boolean isReadBySystemd(String path) {
    return path.startsWith("/etc/systemd/system/")
        || path.startsWith("/etc/systemd/system.conf.d/");
  }
}
