package dev.nodeready.cri;

import java.nio.file.Path;
import java.util.Set;

/**
 * What CRI cannot do with images and containerd's own interface can. Everything happens in the
 * namespace that CRI uses. Each throws {@link dev.nodeready.failure.FailureException} when it does
 * not work, and {@link InterruptedException} when the boot is being stopped.
 */
public interface ImageTools {
  /**
   * Imports all images of an archive under the names that it gives, and keeps their packed layers,
   * from which any snapshotter can unpack them again.
   *
   * @param snapshotter where to unpack them; empty means the runtime's default
   */
  void importArchive(Path archive, String snapshotter) throws InterruptedException;

  /** The names of all images, in full. */
  Set<String> names() throws InterruptedException;

  /** Whether an image, by its full name, is unpacked for a snapshotter. */
  boolean isUnpacked(String name, String snapshotter) throws InterruptedException;

  /** Gives an image one more name, both in full. */
  void tag(String from, String to) throws InterruptedException;

  /** Takes images, by their full names, out of the store. */
  void remove(Set<String> names) throws InterruptedException;

  /** Keeps an image, by its full name, from being collected as garbage. */
  void pin(String name) throws InterruptedException;
}
