package dev.nodeready.node;

import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import dev.nodeready.host.FileStore;
import dev.nodeready.host.RenderedFile;
import dev.nodeready.host.Root;
import dev.nodeready.host.Trees;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes a node's files from its machine again, by the {@link Manifest}: those that are as they were
 * written. What anybody has changed since is theirs. The manifest goes last, so that whoever is cut
 * off can be followed by another one.
 */
public final class Withdrawal {
  private final Root root;
  private final FileStore files;
  private final Manifest manifest;

  /** Of what earlier runs wrote below this root. */
  public Withdrawal(Root root) {
    this.root = root;
    files = new FileStore(root);
    manifest = new Manifest(root);
  }

  /** Files that are there as they were written, by their paths. */
  public List<String> asWritten() {
    return manifest.obsolete(List.of()).stream().filter(manifest::isAsWritten).toList();
  }

  /** Files that are there, and that others have changed since they were written. */
  public List<String> changed() {
    return manifest.obsolete(List.of()).stream()
        .filter(path -> Files.exists(root.at(path), LinkOption.NOFOLLOW_LINKS))
        .filter(path -> !manifest.isAsWritten(path))
        .toList();
  }

  /**
   * Removes a file of ours.
   *
   * @throws dev.nodeready.failure.FailureException with code {@code HOST_WRITE_FAILED}
   */
  public void remove(String path) {
    if (NodeFiles.isReadBySystemd(path)) {
      files.volatileCopy().apply(RenderedFile.text(Converge.RELOAD, ""));
    }
    boolean _ = files.remove(path);
  }

  /** Whether systemd has to read its files again, or will have to when ours are gone. */
  public boolean reloadPending() {
    return Files.exists(root.at(Converge.RELOAD))
        || asWritten().stream().anyMatch(NodeFiles::isReadBySystemd);
  }

  /** Notes that systemd has read its files. */
  public void reloaded() {
    boolean _ = files.volatileCopy().remove(Converge.RELOAD);
  }

  /** Whether there is a manifest, or a note of what daemons were started with. */
  public boolean isKnown() {
    return Files.exists(root.at(Manifest.LASTING))
        || Files.exists(root.at(Manifest.PASSING))
        || Files.isDirectory(root.at(UnitLedger.FOLDER));
  }

  /**
   * Removes the folders that nothing is in any more, and then what is known of the files.
   *
   * @throws dev.nodeready.failure.FailureException with code {@code HOST_WRITE_FAILED}, also while
   *     one of them is there still: the next run has to know of it
   */
  public void forget() throws InterruptedException {
    if (!asWritten().isEmpty()) {
      throw Failure.passing(
              Code.HOST_WRITE_FAILED,
              "forget which files nodeready wrote",
              "there still is " + String.join(", ", asWritten()),
              "see why it cannot be removed: ls -ld " + asWritten().getFirst())
          .asException();
    }
    List<String> paths = new ArrayList<>(manifest.obsolete(List.of()));
    paths.forEach(path -> removeEmpty(root.at(path).getParent()));
    Trees.remove(root.at(UnitLedger.FOLDER));
    boolean _ = files.volatileCopy().remove(Manifest.PASSING);
    boolean _ = files.remove(Manifest.LASTING);
  }

  /**
   * With those above it, also where a run that was cut off has begun with that; not those right
   * below /etc and the like, which others expect to be there.
   */
  private void removeEmpty(@Nullable Path folder) {
    boolean deep = folder != null && root.folder().relativize(folder).getNameCount() > 2;
    if (folder != null && deep && (Files.notExists(folder) || Trees.removeIfEmpty(folder))) {
      removeEmpty(folder.getParent());
    }
  }
}
