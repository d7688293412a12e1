package dev.nodeready.node;

import dev.nodeready.host.FileStore;
import dev.nodeready.host.RenderedFile;
import dev.nodeready.host.Root;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which files are ours: {@code /var/lib/nodeready/manifest} for those that survive a reboot, {@code
 * /run/nodeready/manifest} for those in memory. Both are lists for {@code sha256sum -c}. A file is
 * entered before it is written first and taken out after it is removed, so a crash never leaves a
 * file of ours that nobody knows of.
 */
public final class Manifest {
  /** Files that survive a reboot. */
  public static final String LASTING = "/var/lib/nodeready/manifest";

  /** Files in memory. */
  public static final String PASSING = "/run/nodeready/manifest";

  private final Root root;
  private final DigestList written = new DigestList();

  /** What earlier runs wrote below this root. */
  public Manifest(Root root) {
    this.root = root;
    written.addAll(DigestList.load(root, LASTING));
    written.addAll(DigestList.load(root, PASSING));
  }

  /** Whether an earlier run wrote a file of this path. */
  public boolean wrote(String path) {
    return written.paths().contains(path);
  }

  /** Whether the file's content is one that an earlier run wrote. */
  boolean isAsWritten(String path) {
    return written.has(path, Digests.onDisk(root, path));
  }

  /** All files that earlier runs wrote. */
  public Set<String> paths() {
    return Set.copyOf(written.paths());
  }

  /** Files that are not as an earlier run wrote them, in their order, and how they differ. */
  public Map<String, String> drifted() {
    Map<String, String> drifted = new LinkedHashMap<>();
    for (String path : written.paths()) {
      String now = Digests.onDisk(root, path);
      boolean wanted = written.has(path, now);
      if (!wanted) {
        drifted.put(
            path,
            now.equals(Digests.ABSENT) ? "it is gone" : "it was edited since nodeready wrote it");
      }
    }
    return drifted;
  }

  /** Files of earlier runs that this node does not have any more. */
  List<String> obsolete(List<RenderedFile> wanted) {
    List<String> obsolete = new ArrayList<>(written.paths());
    wanted.forEach(file -> obsolete.remove(file.path()));
    return obsolete;
  }

  /** Enters what is about to be written beside what was there. */
  void announce(FileStore store, List<RenderedFile> wanted) {
    DigestList both = listOf(wanted);
    both.addAll(written);
    save(store, both);
  }

  /** Enters what is there now, and nothing else. */
  void settle(FileStore store, List<RenderedFile> wanted) {
    save(store, listOf(wanted));
  }

  /** Takes out files that are not ours any more. */
  void forget(FileStore store, List<String> paths) {
    paths.forEach(written.paths()::remove);
    save(store, written);
  }

  private static DigestList listOf(List<RenderedFile> files) {
    DigestList list = new DigestList();
    files.forEach(file -> list.add(file.path(), Digests.of(file.content())));
    return list;
  }

  private void save(FileStore store, DigestList all) {
    save(store, LASTING, all.part(false));
    save(store.volatileCopy(), PASSING, all.part(true));
  }

  /** A list that never had an entry needs no file. */
  private void save(FileStore store, String path, DigestList list) {
    if (!list.paths().isEmpty() || !DigestList.load(root, path).paths().isEmpty()) {
      store.apply(RenderedFile.text(path, list.text()));
    }
  }
}
