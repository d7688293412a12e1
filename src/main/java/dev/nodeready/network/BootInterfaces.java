package dev.nodeready.network;

import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import dev.nodeready.host.Root;
import dev.nodeready.ready.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;

/**
 * The interfaces that came with the boot. Whether the network helper is done with them decides when
 * the {@link Marker} may be written: one that the helper meets behind it is the CNI plugin's for
 * good, even the primary interface.
 */
public final class BootInterfaces {
  private static final String UNIT = "udev-net-manager@%s.service";

  /** Where systemd looks for units. */
  private static final List<String> FOLDERS =
      List.of(
          "/etc/systemd/system",
          "/run/systemd/system",
          "/usr/local/lib/systemd/system",
          "/usr/lib/systemd/system",
          "/lib/systemd/system");

  private final Root root;

  /** Those of the machine below {@code root}. */
  public BootInterfaces(Root root) {
    this.root = root;
  }

  /** Knows units. */
  @FunctionalInterface
  public interface Coming {
    /** Whether a unit is on its way up: starting, waiting for its next start, or queued. */
    boolean unit(String name) throws InterruptedException;
  }

  /** Whether there is a helper, and a udev that calls it. */
  public boolean haveHelper() {
    return Files.exists(root.at("/run/udev/control"))
        && FOLDERS.stream()
            .anyMatch(folder -> Files.exists(root.at(folder + "/" + UNIT.formatted(""))));
  }

  /** Whether udev has called the helper for each of them, and the helper has ended. */
  public Verdict<String> look(Coming coming) throws InterruptedException {
    List<String> links = links();
    for (String link : links) {
      if (!isKnownToUdev(link)) {
        return notYet("udev has not seen " + link + " yet");
      }
    }
    // udev keeps this file as long as an event waits, or what it calls for one.
    if (Files.exists(root.at("/run/udev/queue"))) {
      return notYet("udev is at work");
    }
    for (String link : links) {
      if (coming.unit(UNIT.formatted(link))) {
        return notYet(UNIT.formatted(link) + " has not ended");
      }
    }
    return new Verdict.Ready<>("done");
  }

  private static Verdict<String> notYet(String happened) {
    return new Verdict.NotYet<>(
        Failure.passing(
            Code.HOST_INTERFACE_PENDING, "see who manages each network interface", happened));
  }

  /** All but the loopback, of those whose name is fit for a unit's. */
  private List<String> links() {
    return new Links(root)
        .all().keySet().stream()
            .filter(name -> name.matches("[A-Za-z0-9:_.-]+") && !name.equals("lo"))
            .toList();
  }

  /** udev's file of an interface is named by the number that the kernel gave it. */
  private boolean isKnownToUdev(String link) {
    try {
      String index = Files.readString(root.at(Links.FOLDER + link + "/ifindex")).strip();
      return Files.exists(root.at("/run/udev/data/n" + index));
    } catch (IOException e) {
      // It went away in between, and is nothing to wait for.
      return true;
    }
  }
}
