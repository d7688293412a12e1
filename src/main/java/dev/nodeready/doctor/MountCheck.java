package dev.nodeready.doctor;

import dev.nodeready.catalogue.Code;
import dev.nodeready.doctor.Check.Need;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether the folders that a node writes to lie on file systems that are mounted writable, by
 * {@code /proc/mounts}. A root that is read-only by design, with these folders elsewhere, is fine.
 */
final class MountCheck {
  private static final String MOUNTS = "/proc/mounts";
  private static final List<String> WRITTEN =
      List.of("/etc/kubernetes", "/run", "/var/lib/containerd", "/var/lib/kubelet", "/var/log");

  private MountCheck() {}

  static Check check() {
    return new Check(
        "writable file systems", Set.of(Code.HOST_READ_ONLY), Need.NOTHING, MountCheck::look);
  }

  /** A line of {@code /proc/mounts} with its number. */
  private record Mount(int line, String point, boolean readOnly, String text) {}

  private static Looked look(Patient patient) {
    List<String> lines = patient.lines(MOUNTS);
    return lines.isEmpty() ? Looked.not("there is no " + MOUNTS) : Looked.found(judged(lines));
  }

  /** Judges the lines of {@code /proc/mounts}; each mount once. */
  static List<Finding> judged(List<String> lines) {
    List<Mount> mounts = new ArrayList<>();
    for (int at = 0; at < lines.size(); at++) {
      String[] words = lines.get(at).split(" ", -1);
      if (words.length >= 4) {
        boolean readOnly = List.of(words[3].split(",", -1)).contains("ro");
        mounts.add(new Mount(at + 1, words[1].replace("\\040", " "), readOnly, lines.get(at)));
      }
    }
    Map<String, Finding> found = new LinkedHashMap<>();
    for (String folder : WRITTEN) {
      Mount mount = of(folder, mounts);
      if (mount != null && mount.readOnly()) {
        found.putIfAbsent(mount.point(), readOnly(folder, mount));
      }
    }
    return List.copyOf(found.values());
  }

  /** The last of those that are nearest, since later mounts lie over earlier ones. */
  private static @Nullable Mount of(String folder, List<Mount> mounts) {
    Mount nearest = null;
    for (Mount mount : mounts) {
      String point = mount.point().equals("/") ? "/" : mount.point() + "/";
      boolean above = (folder + "/").startsWith(point);
      if (above && (nearest == null || mount.point().length() >= nearest.point().length())) {
        nearest = mount;
      }
    }
    return nearest;
  }

  private static Finding readOnly(String folder, Mount mount) {
    return Finding.failure(
            Code.HOST_READ_ONLY,
            Confidence.SEEN,
            folder.equals(mount.point())
                ? folder + " is mounted read-only"
                : "%s lies on %s, which is mounted read-only".formatted(folder, mount.point()),
            Evidence.of(MOUNTS + ":" + mount.line(), mount.text()))
        .mendedBy(Code.HOST_READ_ONLY.remedy() + " " + mount.point());
  }
}
