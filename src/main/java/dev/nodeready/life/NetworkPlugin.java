package dev.nodeready.life;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** What the network plugin has on the machine: it is not ours, and is told. */
record NetworkPlugin(Site site) implements Part {
  private static final int MOST = 20;

  /** Of the plugins and proxies that are met most, each by the names that they give. */
  private static final String INTERFACES =
      "{cni*,cali*,cilium*,lxc*,veth*,flannel*,eni*,weave*,kube-*,nodelocaldns,tunl0,"
          + "vxlan.calico,antrea-*,genev_sys_*,ovn*,kindnet*}";

  @Override
  public Found look() {
    List<String> stays = new ArrayList<>();
    tell(stays, "interfaces of the network plugin stay", names("/sys/class/net", INTERFACES));
    tell(stays, "the network plugin's files stay in /etc/cni/net.d", names("/etc/cni/net.d", "*"));
    tell(stays, "the network plugin's state stays in /var/lib/cni", names("/var/lib/cni", "*"));
    if (!stays.isEmpty()) {
      stays.add("rules in iptables, nftables or ipvs of pods stay, until a reboot");
    }
    return Found.staying(stays);
  }

  private static void tell(List<String> stays, String what, SortedSet<String> names) {
    if (!names.isEmpty()) {
      boolean more = names.size() > MOST;
      String all = String.join(", ", names.stream().limit(MOST).toList());
      stays.add(what + ": " + all + (more ? " and " + (names.size() - MOST) + " more" : ""));
    }
  }

  private SortedSet<String> names(String folder, String pattern) {
    SortedSet<String> names = new TreeSet<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(site.root().at(folder), pattern)) {
      all.forEach(one -> names.add(String.valueOf(one.getFileName())));
    } catch (IOException | DirectoryIteratorException e) {
      // There is none, or it may not be looked at: there is nothing to tell.
      return names;
    }
    return names;
  }
}
