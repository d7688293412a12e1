package dev.nodeready.node;

import dev.nodeready.host.FileStore;
import dev.nodeready.host.RenderedFile;
import dev.nodeready.host.Root;
import dev.nodeready.supervise.UnitAction;
import dev.nodeready.supervise.UnitRun;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Brings a machine's files to a {@link DesiredNode} and says which units have to follow. A crash at
 * any point leaves every file whole, old or new, and the next run finishes, restarts included.
 */
public final class Converge {
  static final String RELOAD = "/run/nodeready/daemon-reload-pending";

  private final Root root;
  private final DesiredNode node;
  private final FileStore store;
  private final UnitLedger ledger;

  /**
   * A run below a root.
   *
   * @param node already migrated
   */
  public Converge(Root root, DesiredNode node) {
    this(root, node, new FileStore(root));
  }

  Converge(Root root, DesiredNode node, FileStore store) {
    if (node.migrate()) {
      throw new IllegalArgumentException("containerd's configuration is not migrated yet");
    }
    this.root = root;
    this.node = node;
    this.store = store;
    this.ledger = new UnitLedger(root, store);
  }

  /**
   * Writes the files that differ and removes those of earlier runs that are not needed any more.
   *
   * @throws dev.nodeready.failure.FailureException with code {@code HOST_WRITE_FAILED}
   */
  public Applied applyFiles() {
    Manifest manifest = new Manifest(root);
    List<RenderedFile> differing = differing();
    List<String> removable = new ArrayList<>();
    List<String> left = new ArrayList<>();
    for (String path : manifest.obsolete(node.files())) {
      if (manifest.isAsWritten(path)) {
        removable.add(path);
      } else if (Files.exists(root.at(path))) {
        left.add(path);
      }
    }
    announce(manifest, differing, removable);
    differing.forEach(store::apply);
    removable.forEach(store::remove);
    manifest.settle(store, node.files());
    node.units().forEach(ledger::haveChanged);
    return new Applied(paths(differing), List.copyOf(removable), List.copyOf(left));
  }

  /**
   * Writes the files that differ and removes none: for a node of which only a part is known yet.
   *
   * @throws dev.nodeready.failure.FailureException with code {@code HOST_WRITE_FAILED}
   */
  public Applied applyPart() {
    List<RenderedFile> differing = differing();
    announce(new Manifest(root), differing, List.of());
    differing.forEach(store::apply);
    node.units().forEach(ledger::haveChanged);
    return new Applied(paths(differing), List.of(), List.of());
  }

  /** Whether the node wants a file at this path. */
  public boolean owns(String path) {
    return node.files().stream().anyMatch(file -> file.path().equals(path));
  }

  /** Whether systemd has to read its files again before a unit is started. */
  public boolean daemonReloadPending() {
    return Files.exists(root.at(RELOAD));
  }

  /** Notes that systemd has read its files. */
  public void daemonReloaded() {
    store.volatileCopy().remove(RELOAD);
  }

  /**
   * What has to be done about a unit, after {@link #applyFiles}.
   *
   * @param run its present run; empty where it does not run
   */
  public UnitAction actionFor(String unit, Optional<UnitRun> run) {
    return ledger.decide(node.unit(unit), NodeFiles.digests(node), List.of(), run);
  }

  /** Notes that a unit was started, or found running, with its inputs as they are on disk. */
  public void started(String unit, UnitRun run) {
    ledger.started(node.unit(unit), run);
  }

  private List<RenderedFile> differing() {
    List<RenderedFile> differing = new ArrayList<>();
    for (RenderedFile file : node.files()) {
      if (!store.isSame(file)) {
        differing.add(file);
      }
    }
    return differing;
  }

  /** All that has to be known after a crash is written before the first file is. */
  private void announce(Manifest manifest, List<RenderedFile> differing, List<String> removable) {
    List<String> changing = new ArrayList<>(paths(differing));
    changing.addAll(removable);
    if (changing.isEmpty()) {
      return;
    }
    manifest.announce(store, node.files());
    node.units().forEach(unit -> ledger.willChange(unit, changing));
    if (changing.stream().anyMatch(NodeFiles::isReadBySystemd)) {
      store.volatileCopy().apply(RenderedFile.text(RELOAD, ""));
    }
  }

  private static List<String> paths(List<RenderedFile> files) {
    return files.stream().map(RenderedFile::path).toList();
  }
}
