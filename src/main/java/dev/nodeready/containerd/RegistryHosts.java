package dev.nodeready.containerd;

import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import dev.nodeready.host.Root;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The files that tell containerd how to reach each registry: {@code REGISTRY/hosts.toml} below the
 * folders of {@code config_path}. containerd reads them at a pull, and its complaint about a broken
 * one names no path; one under another name it passes over.
 *
 * @param folders as the machine names them
 */
public record RegistryHosts(Root root, List<String> folders) {
  /** The name that containerd looks for. */
  static final String NAME = "hosts.toml";

  /** A machine has a handful; more than this are not looked at. */
  private static final int MOST = 256;

  /** Those of a configuration. */
  public static RegistryHosts of(Root root, EffectiveConfig config) {
    return new RegistryHosts(root, config.registryFolders());
  }

  /**
   * What is wrong with any of them, each with its full path; empty where all is well. The codes are
   * {@code CONTAINERD_HOSTS_BROKEN} and {@code CONTAINERD_HOSTS_MISNAMED}.
   */
  public List<Failure> problems() {
    List<Failure> found = new ArrayList<>();
    for (String folder : folders) {
      for (Path entry : entries(root.at(folder))) {
        if (Files.isDirectory(entry)) {
          found.addAll(registry(entry));
        } else if (entry.toString().endsWith(".toml")) {
          found.add(misnamed(entry, "it lies beside the folders of the registries"));
        }
      }
    }
    return List.copyOf(found);
  }

  /**
   * The same for one registry, of which containerd takes the first folder that it finds.
   *
   * @param host as it stands in an image's name, with its port
   */
  public List<Failure> problems(String host) {
    return folderOf(host).map(this::registry).orElse(List.of());
  }

  /**
   * The hosts that the file of a registry has containerd ask in its place, as far as it is sound.
   */
  public List<URI> mirrors(String host) {
    return folderOf(host)
        .map(folder -> new HostsFile(root, folder.resolve(NAME)).hosts())
        .orElse(List.of());
  }

  private Optional<Path> folderOf(String host) {
    return folders.stream()
        .flatMap(
            folder -> Stream.of(withoutColon(host), host, "_default").map(root.at(folder)::resolve))
        .filter(Files::isDirectory)
        .findFirst();
  }

  /** Some file systems have no colons, so containerd takes {@code HOST_PORT_} first. */
  private static String withoutColon(String host) {
    int colon = host.lastIndexOf(':');
    return colon < 0 ? host : host.substring(0, colon) + "_" + host.substring(colon + 1) + "_";
  }

  private List<Failure> registry(Path folder) {
    Path file = folder.resolve(NAME);
    if (Files.exists(file)) {
      return new HostsFile(root, file).problems();
    }
    return entries(folder).stream()
        .filter(RegistryHosts::isMeant)
        .map(entry -> misnamed(entry, "containerd reads " + root.nameOf(file) + " and no other"))
        .toList();
  }

  private static boolean isMeant(Path entry) {
    String name = String.valueOf(entry.getFileName()).toLowerCase(Locale.ROOT);
    return name.endsWith(".toml") || name.startsWith("host");
  }

  private Failure misnamed(Path file, String happened) {
    return Failure.permanent(
        Code.CONTAINERD_HOSTS_MISNAMED,
        "have containerd use " + root.nameOf(file),
        happened,
        "name it REGISTRY/" + NAME + " below " + String.join(" or ", folders));
  }

  private static List<Path> entries(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.sorted().limit(MOST).toList();
    } catch (IOException notThere) {
      return List.of();
    }
  }
}
