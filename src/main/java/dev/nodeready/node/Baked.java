package dev.nodeready.node;

import dev.nodeready.host.FileStore;
import dev.nodeready.host.Folders;
import dev.nodeready.host.RenderedFile;
import dev.nodeready.host.Root;
import dev.nodeready.host.Trees;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/**
 * What was put into a machine image, and what was there before: {@code /var/lib/nodeready/baked}
 * lists the files for {@code sha256sum -c}, {@code /var/lib/nodeready/before-bake} has those that
 * had to give way. A file is entered and its predecessor kept before it is written, so that a bake
 * that is cut off can be undone too.
 */
public final class Baked {
  /** Files that a bake wrote. */
  public static final String LIST = "/var/lib/nodeready/baked";

  private static final String BEFORE = "/var/lib/nodeready/before-bake";

  private final Root root;
  private final FileStore store;

  /** Of the image below {@code root}. */
  public Baked(Root root) {
    this.root = root;
    store = new FileStore(root);
  }

  /**
   * Enters files that are about to be written, and keeps what somebody else wrote in their place.
   */
  public void enter(List<RenderedFile> files) {
    DigestList list = DigestList.load(root, LIST);
    for (RenderedFile file : files) {
      if (!store.isSame(file)) {
        keepOthers(file.path(), list);
      }
      list.add(file.path(), Digests.of(file.content()));
    }
    store.apply(RenderedFile.text(LIST, list.text()));
  }

  /**
   * Enters a file that somebody is about to write for us, and keeps what somebody else wrote in its
   * place: whatever is there from now on is ours, until {@link #written} knows its content.
   */
  public void announce(String path) {
    DigestList list = DigestList.load(root, LIST);
    keepOthers(path, list);
    list.add(path, Digests.ABSENT);
    store.apply(RenderedFile.text(LIST, list.text()));
  }

  /** Enters the content of a file that was announced; nothing where it was not. */
  public void written(String path) {
    DigestList list = DigestList.load(root, LIST);
    if (list.has(path, Digests.ABSENT)) {
      list.paths().remove(path);
      list.add(path, Digests.onDisk(root, path));
      store.apply(RenderedFile.text(LIST, list.text()));
    }
  }

  private void keepOthers(String path, DigestList list) {
    boolean others = !list.paths().contains(path) && !new Manifest(root).wrote(path);
    if (others && Files.isRegularFile(root.at(path))) {
      Folders.copy(root.at(path), root.at(BEFORE + path));
    }
  }

  /**
   * Takes back what was written and puts back what was there before.
   *
   * @param dry whether it is only said
   * @return what was done, a line for each thing
   */
  public List<String> undo(boolean dry) {
    List<String> done = new ArrayList<>();
    DigestList list = DigestList.load(root, LIST);
    for (String path : list.paths()) {
      if (Files.notExists(root.at(path))) {
        continue;
      }
      if (!list.has(path, Digests.ABSENT) && !list.has(path, Digests.onDisk(root, path))) {
        done.add("left " + path + ", since it was changed after the bake");
      } else if (Files.isRegularFile(root.at(BEFORE + path))) {
        done.add("put back " + path + " as it was before");
        if (!dry) {
          Folders.copy(root.at(BEFORE + path), root.at(path));
        }
      } else {
        done.add("removed " + path);
        if (!dry) {
          boolean _ = store.remove(path);
        }
      }
    }
    if (!dry) {
      new Manifest(root).forget(store, List.copyOf(list.paths()));
      boolean _ = store.remove(LIST);
      Trees.removeOwn(root.at(BEFORE), null);
    }
    return done;
  }
}
