package dev.nodeready.network;

import dev.nodeready.aws.Imds;
import dev.nodeready.aws.Imds.Attachment;
import dev.nodeready.failure.FailureException;
import dev.nodeready.host.FileStore;
import dev.nodeready.host.Root;
import dev.nodeready.host.RunLock;
import dev.nodeready.retry.Deadline;
import dev.nodeready.retry.RetryPolicy;
import dev.nodeready.retry.Time;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What udev's rule has called for each interface that appears: systemd gets a configuration for
 * those that are its own, so that the CNI plugin's stay untouched. A dozen of these may run at
 * once, and an interface may go away at any moment.
 */
public final class InterfaceHelper {
  private static final String LOCK = "/run/nodeready/interfaces.lock";

  /** Nobody holds it while they ask, so that it is free within milliseconds. */
  private static final Duration TURN = Duration.ofSeconds(10);

  /** For each question: the unit that calls this is started again as long as it fails. */
  private static final RetryPolicy PATIENCE =
      RetryPolicy.doubling(Duration.ofSeconds(30), Duration.ofMillis(125), Duration.ofSeconds(1));

  private final Root root;
  private final Links links;
  private final Imds imds;

  InterfaceHelper(Root root, Imds imds) {
    this.root = root;
    this.imds = imds;
    links = new Links(root);
  }

  /** A helper that asks the instance metadata service of this environment. */
  public static InterfaceHelper of(Root root, Map<String, String> environment) {
    return new InterfaceHelper(root, imds(environment));
  }

  static Imds imds(Map<String, String> environment) {
    return new Imds(environment, PATIENCE, Time.SYSTEM);
  }

  /**
   * Interfaces appeared.
   *
   * @throws FailureException of the first of which it is not known what it is, or that went away
   *     again; nothing of it is left behind then, and the others are done
   */
  public void add(List<String> names) throws InterruptedException {
    names.forEach(Links::checked);
    String primary = imds.mac();
    InterfaceManagers managers = new InterfaceManagers(root, imds.identity().instanceId());
    @Nullable FailureException first = null;
    for (String name : names) {
      try {
        add(name, primary, managers);
      } catch (FailureException e) {
        first = first == null ? e : first;
      }
    }
    if (first != null) {
      throw first;
    }
  }

  private void add(String name, String primary, InterfaceManagers managers)
      throws InterruptedException {
    String mac = links.address(name);
    if (manager(managers, name, mac).equals(InterfaceManagers.SYSTEMD)) {
      Attachment at = imds.attachment(mac);
      boolean first = mac.equalsIgnoreCase(primary);
      configure(new InterfaceNetwork(name, mac, first, at.device(), at.card(), at.ipv4()));
    }
  }

  private String manager(InterfaceManagers managers, String name, String mac)
      throws InterruptedException {
    try (RunLock _ = turn(name)) {
      return managers.of(name, mac);
    }
  }

  private void configure(InterfaceNetwork network) throws InterruptedException {
    FileStore store = new FileStore(root).volatileCopy();
    try (RunLock _ = turn(network.name())) {
      store.apply(network.file());
      // Looked at behind the write: whoever removes its file when it goes may have been here
      // before.
      if (!links.has(network.name(), network.mac())) {
        boolean _ = store.remove(InterfaceNetwork.path(network.name()));
        throw Links.absent("configure " + network.name(), "it has gone again");
      }
      if (network.primary()) {
        store.apply(InterfaceNetwork.disableDefault());
      }
    }
  }

  /** Interfaces went away. */
  public void remove(List<String> names) throws InterruptedException {
    for (String name : names) {
      String path = InterfaceNetwork.path(Links.checked(name));
      try (RunLock _ = turn(name)) {
        boolean _ = new FileStore(root).volatileCopy().remove(path);
      }
    }
  }

  private RunLock turn(String name) throws InterruptedException {
    RunLock turn = new RunLock(root, LOCK, "nodeready network udev, for " + name);
    boolean _ = turn.take(Deadline.after(TURN, Time.SYSTEM), other -> {});
    return turn;
  }
}
