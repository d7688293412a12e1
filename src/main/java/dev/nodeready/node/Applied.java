package dev.nodeready.node;

import java.util.List;

/**
 * What a run changed on disk.
 *
 * @param written paths that were written
 * @param removed paths that were ours and are gone now
 * @param left paths that were ours, are not needed any more, and stay because somebody edited them
 */
public record Applied(List<String> written, List<String> removed, List<String> left) {
  /** Whether anything on disk is different now. */
  public boolean changed() {
    return !written.isEmpty() || !removed.isEmpty();
  }
}
