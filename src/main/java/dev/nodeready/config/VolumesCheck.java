package dev.nodeready.config;

import dev.nodeready.config.NodeConfig.Volume;
import dev.nodeready.config.schema.Schema;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Checks {@code spec.instance.storage.volumes}, which nodeadm knows since July 2026. They are
 * formatted and mounted before anything is started, and a device that is not there fails the boot.
 */
final class VolumesCheck {
  private static final String PATH = "spec.instance.storage.volumes";

  private final Report report;
  private final Map<String, String> targets = new LinkedHashMap<>();
  private final Map<String, String> devices = new HashMap<>();

  VolumesCheck(Report report) {
    this.report = report;
  }

  void check(List<Volume> volumes) {
    for (int at = 0; at < volumes.size(); at++) {
      volume(volumes.get(at), Paths.item(PATH, at));
    }
  }

  private void volume(Volume volume, String path) {
    device(volume.device(), path + ".device");
    if (volume.mountTargets().isEmpty()) {
      report.strict(path + ".mountTargets", "is missing or empty", "write [/var/lib/containerd]");
    }
    for (int at = 0; at < volume.mountTargets().size(); at++) {
      target(volume.mountTargets().get(at), Paths.item(path + ".mountTargets", at));
    }
    if (!volume.fsType().isEmpty() && !Schema.FILE_SYSTEM.knows(volume.fsType())) {
      report.strict(
          path + ".fsType",
          Suggest.quote(volume.fsType()) + " is a file system that images may lack",
          "write " + String.join(" or ", Schema.FILE_SYSTEM.values()));
    }
  }

  private void device(String device, String path) {
    if (device.isEmpty()) {
      report.error(path, "is missing", "write one such as /dev/xvdb");
      return;
    }
    AbsolutePath.check(device, path, report::error);
    String first = devices.putIfAbsent(device, path);
    if (first != null) {
      report.strict(path, "names the same volume as " + first, "put its folders into one list");
    }
  }

  private void target(String target, String path) {
    AbsolutePath.check(target, path, report::error);
    String plain = plain(target);
    if (plain.isEmpty()) {
      report.strict(
          path, "is the root file system, so it is passed over", "name a folder below it");
      return;
    }
    String first = targets.putIfAbsent(plain, path);
    if (first != null) {
      report.error(
          path,
          Suggest.quote(target) + " is mounted already by " + first,
          "mount each folder from one volume");
    }
  }

  /** The folder without what a path may say twice. */
  private static String plain(String target) {
    StringBuilder plain = new StringBuilder();
    for (String name : target.split("/", -1)) {
      if (!name.isEmpty() && !name.equals(".")) {
        plain.append('/').append(name);
      }
    }
    return plain.toString();
  }
}
