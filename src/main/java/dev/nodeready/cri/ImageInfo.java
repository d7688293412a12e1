package dev.nodeready.cri;

import java.util.List;

/**
 * An image that the runtime has.
 *
 * @param id the digest of its configuration
 * @param names its names with tags, in full
 * @param pinned whether it is kept from being collected as garbage
 */
public record ImageInfo(String id, List<String> names, boolean pinned) {
  /** Copies the list. */
  public ImageInfo {
    names = List.copyOf(names);
  }
}
