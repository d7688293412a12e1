package dev.nodeready.network;

import dev.nodeready.failure.FailureException;
import dev.nodeready.failure.Words;
import dev.nodeready.host.FileStore;
import dev.nodeready.host.RenderedFile;
import dev.nodeready.host.Root;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who manages which interface: systemd those that came before the node was set up, the CNI plugin
 * all later ones. What was decided once holds for the instance.
 *
 * <p>It is kept by name where nodeadm's users look for it, {@code
 * /etc/eks/nodeadm/udev-net-manager/INSTANCE/NAME}. Names go by the place in the machine, and
 * another interface may have one's name after a stop, so that it is also kept by hardware address,
 * in a folder {@code INSTANCE.mac} beside it, which wins. Without the first folder the second does
 * not count: who removes that one wants all decided anew.
 */
final class InterfaceManagers {
  /** systemd-networkd manages it. */
  static final String SYSTEMD = "io.systemd.Network";

  /** The CNI plugin does. */
  static final String CNI = "cni";

  private static final Logger LOG = LoggerFactory.getLogger(InterfaceManagers.class);
  private static final String FOLDER = "/etc/eks/nodeadm/udev-net-manager/";
  private static final String ADDRESS = "[0-9a-f]{2}(:[0-9a-f]{2}){5}";

  private final Root root;
  private final String byName;
  private final String byAddress;

  /** Those of one instance. */
  InterfaceManagers(Root root, String instanceId) {
    this.root = root;
    byName = FOLDER + instanceId;
    byAddress = byName + ".mac";
  }

  /** Knows which hardware addresses are attached to the instance. */
  @FunctionalInterface
  interface Attached {
    boolean has(String mac) throws InterruptedException;
  }

  /** The manager of an interface; decided and kept where nobody has decided yet. */
  String of(String name, String mac) {
    forgetWhatIsUndone();
    String manager = kept(name, mac);
    if (manager.isEmpty()) {
      manager = Files.exists(root.at(Marker.PATH)) ? CNI : SYSTEMD;
    }
    FileStore store = store(manager);
    keep(store, byName + "/" + name, manager);
    if (mac.matches(ADDRESS)) {
      keep(store, byAddress + "/" + mac, manager + " " + name);
    }
    return manager;
  }

  /**
   * What systemd has, the next boot would give it again: udev's workers wait for no disk to say
   * that a power cut leaves it there. What the CNI plugin has, the next boot would take from it.
   */
  private FileStore store(String manager) {
    FileStore store = new FileStore(root);
    return manager.equals(CNI) ? store : store.volatileCopy();
  }

  private void forgetWhatIsUndone() {
    if (!Files.isDirectory(root.at(byName))) {
      for (String mac : names(byAddress)) {
        boolean _ = new FileStore(root).remove(byAddress + "/" + mac);
      }
    }
  }

  /** The name alone counts where nodeadm has kept it, or an earlier version. */
  private String kept(String name, String mac) {
    Map<String, Decision> decisions = decisions();
    Decision own = decisions.get(mac);
    if (own != null) {
      return own.manager();
    }
    boolean ofAnother = decisions.values().stream().anyMatch(other -> other.name().equals(name));
    return ofAnother ? "" : read(byName + "/" + name);
  }

  private static void keep(FileStore store, String path, String text) {
    try {
      boolean _ = store.apply(RenderedFile.text(path, text));
    } catch (FailureException e) {
      // The interface has to work all the same; a restart may decide otherwise.
      LOG.warn("{}", e.failure().toLine());
    }
  }

  /**
   * The interfaces that systemd has to configure in this boot: those that it was given before. One
   * that has another name by now counts by that, and one that is attached no more does not.
   *
   * @param links the hardware address of each that is there, by name
   */
  Set<String> bySystemd(Map<String, String> links, Attached attached) throws InterruptedException {
    Map<String, Decision> decisions = decisions();
    Set<String> all = new TreeSet<>();
    for (String name : names(byName)) {
      boolean theirs = read(byName + "/" + name).equals(SYSTEMD);
      if (theirs && (links.containsKey(name) || isMissing(name, decisions, links, attached))) {
        all.add(name);
      }
    }
    links.forEach((name, mac) -> {
      Decision own = decisions.get(mac);
      if (own != null) {
        boolean _ = own.manager().equals(SYSTEMD) ? all.add(name) : all.remove(name);
      }
    });
    return all;
  }

  /** Whether one of which there is only a file has not gone elsewhere. */
  private static boolean isMissing(
      String name, Map<String, Decision> decisions, Map<String, String> links, Attached attached)
      throws InterruptedException {
    for (Map.Entry<String, Decision> decision : decisions.entrySet()) {
      if (decision.getValue().name().equals(name)) {
        return !links.containsValue(decision.getKey()) && attached.has(decision.getKey());
      }
    }
    return true;
  }

  /** What was decided of a hardware address, and the name that it had. */
  private record Decision(String manager, String name) {}

  private Map<String, Decision> decisions() {
    Map<String, Decision> all = new LinkedHashMap<>();
    for (String mac : names(byAddress)) {
      String[] words = read(byAddress + "/" + mac).split(" ", 2);
      if (words.length == 2) {
        all.put(mac, new Decision(words[0], words[1]));
      }
    }
    return all;
  }

  /** Of the files in a folder; none where it is not there. */
  private List<String> names(String folder) {
    List<String> names = new ArrayList<>();
    if (!Files.isDirectory(root.at(folder))) {
      return names;
    }
    try (var all = Files.newDirectoryStream(root.at(folder), "[!.]*")) {
      for (Path file : all) {
        names.add(String.valueOf(file.getFileName()));
      }
    } catch (IOException e) {
      LOG.warn("cannot list {}: {}", folder, Words.of(e));
    }
    return names;
  }

  private String read(String path) {
    Path file = root.at(path);
    try {
      return Files.isRegularFile(file) ? Files.readString(file).strip() : "";
    } catch (IOException e) {
      LOG.warn("cannot read {}: {}", file, Words.of(e));
      return "";
    }
  }
}
