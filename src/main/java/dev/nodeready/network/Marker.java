package dev.nodeready.network;

import dev.nodeready.host.RenderedFile;

/**
 * Tells the network helper that the node has been set up: interfaces that appear later are the CNI
 * plugin's.
 */
public final class Marker {
  /** Where nodeadm's users look for it. */
  public static final String PATH = "/run/nodeadm/init";

  private Marker() {}

  /** The empty file. */
  public static RenderedFile file() {
    return RenderedFile.text(PATH, "");
  }
}
