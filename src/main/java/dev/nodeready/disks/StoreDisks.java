package dev.nodeready.disks;

import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import dev.nodeready.failure.FailureException;
import dev.nodeready.failure.Words;
import dev.nodeready.host.Root;
import dev.nodeready.ready.Verdict;
import dev.nodeready.ready.Waiter;
import dev.nodeready.retry.Deadline;
import dev.nodeready.retry.Time;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The instance-store disks of this machine. udev names them one after another, so whoever asks too
 * early finds some of them, or none: udev is waited for, and then the number that the kernel knows.
 */
final class StoreDisks {
  /** How udev names them on EC2. */
  static final String GLOB = "*NVMe_Instance_Storage_*";

  private static final String FOLDER = "/dev/disk/by-id";
  private static final String MODEL = "Amazon EC2 NVMe Instance Storage";
  private static final Duration SETTLE = Duration.ofSeconds(60);
  private static final Duration TICK = Duration.ofMillis(200);

  private final Root root;
  private final Tools tools;
  private final Time time;

  StoreDisks(Root root, Tools tools, Time time) {
    this.root = root;
    this.tools = tools;
    this.time = time;
  }

  /**
   * What is there.
   *
   * @param devices by their kernel names, in the order of these
   * @param promised how many the kernel knows of; at least as many
   */
  record Found(List<String> devices, int promised) {}

  /** Waits for udev and for as many as were promised, for a minute each at most. */
  Found await() throws InterruptedException {
    try {
      tools.run(SETTLE.plusSeconds(10), "udevadm", "settle", "--timeout=" + SETTLE.toSeconds());
    } catch (FailureException e) {
      // Without it the look for as many as the kernel knows has to do.
      if (promised() == 0 && !Files.isDirectory(root.at(FOLDER))) {
        return new Found(List.of(), 0);
      }
    }
    try {
      // No event tells of a link that udev has yet to make, so there is nothing but to look again.
      return new Waiter("the instance-store disks", TICK, SETTLE)
          .await(_ -> look(), time::sleep, Deadline.after(SETTLE, time));
    } catch (FailureException e) {
      if (e.failure().code() == Code.HOST_DISKS_MISSING) {
        return new Found(devices(), promised());
      }
      throw e;
    }
  }

  /** What to say where some did not come. */
  static Failure missing(Found found) {
    return Failure.passing(
        Code.HOST_DISKS_MISSING,
        "find the instance-store disks",
        "%d of %d are there".formatted(found.devices().size(), found.promised()));
  }

  private Verdict<Found> look() {
    Found found = new Found(devices(), promised());
    return found.devices().size() >= found.promised()
        ? new Verdict.Ready<>(found)
        : new Verdict.NotYet<>(missing(found));
  }

  /** Whole disks; a partition has a name of that kind too, and goes with its disk. */
  private List<String> devices() {
    TreeSet<String> devices =
        new TreeSet<>(
            (a, b) -> a.length() != b.length() ? a.length() - b.length() : a.compareTo(b));
    try (DirectoryStream<Path> links = Files.newDirectoryStream(root.at(FOLDER), GLOB)) {
      for (Path link : links) {
        if (!link.toString().matches(".*-part\\d+")) {
          target(link).ifPresent(devices::add);
        }
      }
    } catch (NoSuchFileException e) {
      // None of any kind.
      return List.copyOf(devices);
    } catch (IOException | DirectoryIteratorException e) {
      throw Failure.passing(Code.HOST_READ_FAILED, "read " + FOLDER, Words.of(e)).asException(e);
    }
    return List.copyOf(devices);
  }

  /** Empty for a link that went this moment; the others count all the same. */
  private static Optional<String> target(Path link) {
    try {
      return Optional.of(link.toRealPath().toString());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private int promised() {
    int known = 0;
    try (DirectoryStream<Path> all = Files.newDirectoryStream(root.at("/sys/class/nvme"))) {
      for (Path controller : all) {
        known += isStore(controller) ? 1 : 0;
      }
    } catch (IOException | DirectoryIteratorException e) {
      // No NVMe at all: what is there has to do.
      return known;
    }
    return known;
  }

  private static boolean isStore(Path controller) {
    try {
      return Files.readString(controller.resolve("model")).strip().equals(MODEL);
    } catch (IOException e) {
      // It is only coming up, or has gone.
      return false;
    }
  }
}
