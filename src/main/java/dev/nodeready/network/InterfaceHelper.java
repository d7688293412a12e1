package dev.nodeready.network;

import dev.nodeready.aws.Imds;
import dev.nodeready.aws.Imds.Attachment;
import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import dev.nodeready.failure.Words;
import dev.nodeready.host.FileStore;
import dev.nodeready.host.Root;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;

/**
 * What the images' udev rule calls for each interface that appears: systemd gets a configuration
 * for those that are its own, so that the CNI plugin's stay untouched.
 */
public final class InterfaceHelper {
  private static final String NAME = "[^/\\s]{1,15}";

  private final Root root;
  private final Imds imds;

  InterfaceHelper(Root root, Imds imds) {
    this.root = root;
    this.imds = imds;
  }

  /** A helper that asks the instance metadata service of this environment. */
  public static InterfaceHelper of(Root root, Map<String, String> environment) {
    return new InterfaceHelper(root, BootHook.imds(environment));
  }

  /**
   * An interface appeared.
   *
   * @throws dev.nodeready.failure.FailureException where it is not known what it is
   */
  public void add(String name) throws InterruptedException {
    String mac = address(checked(name));
    boolean primary = mac.equalsIgnoreCase(imds.mac());
    String manager = new InterfaceManagers(root, imds.identity().instanceId()).of(name);
    if (!manager.equals(InterfaceManagers.SYSTEMD)) {
      return;
    }
    Attachment at = imds.attachment(mac);
    FileStore store = new FileStore(root).volatileCopy();
    InterfaceNetwork network =
        new InterfaceNetwork(name, mac, primary, at.device(), at.card(), at.ipv4());
    store.apply(network.file());
    if (primary) {
      store.apply(InterfaceNetwork.disableDefault());
    }
  }

  /** An interface went away. */
  public void remove(String name) {
    boolean _ = new FileStore(root).volatileCopy().remove(InterfaceNetwork.path(checked(name)));
  }

  /** The name becomes a part of paths. */
  private static String checked(String name) {
    if (!name.matches(NAME) || name.startsWith(".")) {
      throw Failure.permanent(
              Code.HOST_INTERFACE_NAME,
              "look after an interface",
              name.isEmpty() ? "none was named" : "'" + name + "' is no interface's name")
          .asException();
    }
    return name;
  }

  private String address(String name) {
    try {
      return Files.readString(root.at("/sys/class/net/" + name + "/address")).strip();
    } catch (IOException e) {
      throw Failure.passing(
              Code.HOST_INTERFACE_ABSENT, "read the hardware address of " + name, Words.of(e))
          .asException(e);
    }
  }
}
