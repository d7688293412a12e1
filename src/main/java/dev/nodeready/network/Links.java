package dev.nodeready.network;

import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import dev.nodeready.failure.FailureException;
import dev.nodeready.failure.Words;
import dev.nodeready.host.Root;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The machine's network interfaces and their hardware addresses, as the kernel has them now. */
record Links(Root root) {
  static final String FOLDER = "/sys/class/net/";
  private static final String NAME = "[^/\\s]{1,15}";

  /**
   * A name that is fit to become a part of paths.
   *
   * @throws FailureException with code {@code HOST_INTERFACE_NAME}
   */
  static String checked(String name) {
    if (!name.matches(NAME) || name.startsWith(".")) {
      throw Failure.permanent(
              Code.HOST_INTERFACE_NAME,
              "look after an interface",
              name.isEmpty() ? "none was named" : "'" + name + "' is no interface's name")
          .asException();
    }
    return name;
  }

  /**
   * The hardware address of an interface.
   *
   * @throws FailureException with code {@code HOST_INTERFACE_ABSENT}
   */
  String address(String name) {
    try {
      return read(name);
    } catch (IOException e) {
      throw absent("read the hardware address of " + name, Words.of(e));
    }
  }

  /** Whether the interface is still the one with this address. */
  boolean has(String name, String mac) {
    return known(name).filter(mac::equals).isPresent();
  }

  /** The hardware address of each, by name; not every entry is a link that has one. */
  Map<String, String> all() {
    Map<String, String> all = new TreeMap<>();
    for (String name : names()) {
      known(name).ifPresent(mac -> all.put(name, mac));
    }
    return all;
  }

  private Optional<String> known(String name) {
    try {
      return Optional.of(read(name));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * The one with this address.
   *
   * @throws FailureException with code {@code HOST_INTERFACE_ABSENT}
   */
  String of(String mac) {
    String wanted = mac.toLowerCase(Locale.ROOT);
    for (Map.Entry<String, String> link : all().entrySet()) {
      if (link.getValue().equals(wanted)) {
        return link.getKey();
      }
    }
    throw absent(
        "find the primary interface", "none in " + root.at(FOLDER) + " has the address " + mac);
  }

  private List<String> names() {
    List<String> names = new ArrayList<>();
    try (var all = Files.newDirectoryStream(root.at(FOLDER))) {
      for (Path link : all) {
        names.add(String.valueOf(link.getFileName()));
      }
    } catch (IOException e) {
      return List.of();
    }
    return names;
  }

  private String read(String name) throws IOException {
    String address = Files.readString(root.at(FOLDER + name + "/address")).strip();
    return address.toLowerCase(Locale.ROOT);
  }

  static FailureException absent(String tried, String happened) {
    return Failure.passing(Code.HOST_INTERFACE_ABSENT, tried, happened).asException();
  }
}
