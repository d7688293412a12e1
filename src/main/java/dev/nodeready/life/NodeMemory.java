package dev.nodeready.life;

import dev.nodeready.identity.Identity;
import java.util.List;

/** Which node this machine was, and, where they are to go, the records of its boots. */
record NodeMemory(Site site, boolean records) implements Part {
  private static final String JOINED = "/var/lib/nodeready/joined";

  @Override
  public Found look() {
    List<String> paths =
        Identity.BOOT_RECORDS.leftIn(site.root()).stream()
            .map(Identity.Left::path)
            .filter(path -> records || path.equals(JOINED))
            .toList();
    return new Found(Traces.removals(site.root(), paths.stream()).toList());
  }
}
