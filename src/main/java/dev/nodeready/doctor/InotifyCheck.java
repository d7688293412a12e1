package dev.nodeready.doctor;

import dev.nodeready.catalogue.Code;
import dev.nodeready.doctor.Check.Need;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/**
 * How many inotify instances root's programs hold, of those that the kernel allows a user
 * (inotify(7)): without one kubelet and containerd end with "too many open files".
 */
final class InotifyCheck {
  private static final String LIMIT = "/proc/sys/fs/inotify/max_user_instances";
  private static final String HELD = "anon_inode:inotify";

  private InotifyCheck() {}

  static Check check() {
    return new Check(
        "watches of folders", Set.of(Code.HOST_INOTIFY_SPENT), Need.ROOT, InotifyCheck::look);
  }

  private static Looked look(Patient patient) throws IOException {
    String limit = String.join("", patient.lines(LIMIT)).strip();
    if (!limit.matches("[0-9]{1,9}")) {
      return Looked.not("there is no " + LIMIT);
    }
    int held = 0;
    try (DirectoryStream<Path> processes =
        Files.newDirectoryStream(patient.root().at("/proc"), "[0-9]*")) {
      for (Path process : processes) {
        held += heldBy(process);
      }
    }
    return judged(held, Integer.parseInt(limit));
  }

  private static int heldBy(Path process) {
    int held = 0;
    try {
      if (!Integer.valueOf(0).equals(Files.getAttribute(process, "unix:uid"))) {
        return 0;
      }
      try (DirectoryStream<Path> files = Files.newDirectoryStream(process.resolve("fd"))) {
        for (Path file : files) {
          held += Files.readSymbolicLink(file).toString().equals(HELD) ? 1 : 0;
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      // It has ended meanwhile, and holds nothing any more.
      return held;
    }
    return held;
  }

  /** Judges. */
  static Looked judged(int held, int limit) {
    return held < limit
        ? Looked.FINE
        : Looked.found(
            Finding.failure(
                Code.HOST_INOTIFY_SPENT,
                Confidence.SEEN,
                "root's programs hold all inotify instances that there are",
                Evidence.of("descriptors in /proc", held + " instances are held"),
                Evidence.of(LIMIT + ":1", String.valueOf(limit))));
  }
}
