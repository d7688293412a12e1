package dev.nodeready.life;

import dev.nodeready.network.OutpostHosts;
import java.util.List;

/** The lines that pin the API server in {@code /etc/hosts}. */
record HostsLines(Site site) implements Part {
  @Override
  public Found look() {
    OutpostHosts hosts = new OutpostHosts(site.root());
    List<String> added = hosts.added();
    if (added.isEmpty()) {
      return Found.NOTHING;
    }
    String what = "from /etc/hosts: " + String.join(", ", added).replace('\t', ' ');
    return new Found(List.of(new Removal(Removal.How.REMOVE, what, hosts::unpin)));
  }
}
